#include "child/log_tap.h"

namespace historian::child {

void LogTap::take(std::string_view bytes)
{
    splitter_.feed(bytes, [this](const lines::Line& line) { takeLine(line.text); });
}

void LogTap::takeLine(std::string_view line)
{
    const SteadyTime now = host_.clock().steady();
    if (linesOfMinute_ == 0 || now - minuteBegan_ >= std::chrono::minutes(1)) {
        minuteBegan_ = now;
        linesOfMinute_ = 0;
    }
    if (++linesOfMinute_ <= kLogLinesPerMinute) {
        host_.log(LogLevel::Info, "the program says: " + std::string(line));
        return;
    }
    host_.counter("log_lines_dropped", "lines of the program's standard error beyond 30 a minute")
        .add(1);
    if (linesOfMinute_ == kLogLinesPerMinute + 1)
        host_.log(LogLevel::Warning,
                  "the program says more than 30 lines a minute; the rest is left out");
}

} // namespace historian::child
