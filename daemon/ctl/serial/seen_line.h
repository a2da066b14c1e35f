#pragma once

#include "line/line_reader.h"

#include <string>

namespace historian::ctl {

/// One line of a port, and what the reader of input-serial makes of it.
struct SeenLine {
    Time time{}; ///< when it ended
    std::string text;
    Batch readings;
    serial::LineContent content;
};

/// For people: the line, and below it each reading, remark or refusal.
std::string seenText(const SeenLine& line, const Names& names);

/// One object in one line.
std::string seenJson(const SeenLine& line, const Names& names);

} // namespace historian::ctl
