#pragma once

#include "lines/line_splitter.h"

#include <historian/host.h>

namespace historian::child {

/// Of what a child writes to its standard error: so much of a line, and so many lines a minute.
inline constexpr std::size_t kLogLineBytesMax = 1024;
inline constexpr std::size_t kLogLinesPerMinute = 30;

/// Hands a child's standard error on to the log, bounded.
/// Threads: one.
class LogTap {
public:
    explicit LogTap(Host& host) : host_(host), splitter_(kLogLineBytesMax) {}

    void take(std::string_view bytes);

private:
    void takeLine(std::string_view line);

    Host& host_;
    lines::LineSplitter splitter_;
    SteadyTime minuteBegan_{};
    std::size_t linesOfMinute_ = 0;
};

} // namespace historian::child
