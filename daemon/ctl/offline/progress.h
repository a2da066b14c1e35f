#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace historian::ctl {

/// Says how far something long has come, where it does not mix with the result. On a terminal one
/// line is written over and over; elsewhere a line comes with each tenth. Threads: none.
class Progress {
public:
    using Write = std::function<void(const std::string&)>;

    /// `columns` of the terminal: what is longer is cut.
    Progress(bool isTerminal, Write write, std::size_t columns = 80)
        : isTerminal_(isTerminal), write_(std::move(write)), columns_(columns)
    {
    }

    /// On standard error.
    static Progress onStandardError();

    void show(std::size_t done, std::size_t all, const std::string& text);

    /// Leaves the terminal's line empty for what follows.
    void end();

private:
    bool isTerminal_;
    Write write_;
    std::size_t columns_;
    std::size_t tenths_ = 0; ///< that were told
};

} // namespace historian::ctl
