#pragma once

#include <string>
#include <vector>

namespace historian::ctl {

/// Columns of text, aligned, with a heading; for people. Threads: none.
class Table {
public:
    explicit Table(std::vector<std::string> heading) { rows_.push_back(std::move(heading)); }

    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

    /// All lines; control characters of foreign text are shown as '?'.
    std::string text() const;

private:
    std::vector<std::vector<std::string>> rows_;
};

/// Text from outside made safe for a terminal.
std::string printable(std::string text);

} // namespace historian::ctl
