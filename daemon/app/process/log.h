#pragma once

#include <historian/host.h>

#include <string>
#include <string_view>

namespace historian::app {

inline constexpr std::size_t kLogLineBytesMax = 1000;

/// How lines begin: with systemd's level (`<6>`), or with a word for people at a terminal.
enum class LogStyle { Journal, Terminal };

/// One line, line end included: controls are escaped and what is too long is cut, so that text from
/// outside can neither forge a line nor steer a terminal. Threads: any.
std::string
logLine(LogStyle style, LogLevel level, std::string_view subject, std::string_view message);

/// Writes lines to stderr, each in one piece. Threads: any.
class Log {
public:
    explicit Log(LogStyle style) : style_(style) {}

    void write(LogLevel level, std::string_view subject, std::string_view message) const;

private:
    LogStyle style_;
};

} // namespace historian::app
