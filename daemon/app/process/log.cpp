#include "app/process/log.h"

#include <unistd.h>

#include <array>

namespace historian::app {
namespace {

/// systemd's numbers: 7 debug, 6 info, 4 warning, 3 error.
std::string_view beginning(LogStyle style, LogLevel level)
{
    const bool isJournal = style == LogStyle::Journal;
    switch (level) {
    case LogLevel::Debug: return isJournal ? "<7>" : "debug   ";
    case LogLevel::Info: return isJournal ? "<6>" : "info    ";
    case LogLevel::Warning: return isJournal ? "<4>" : "warning ";
    case LogLevel::Error: return isJournal ? "<3>" : "error   ";
    }
    return "";
}

void appendEscaped(std::string& line, std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f)
            line += c;
        else
            line += {'\\', 'x', digits[byte >> 4U], digits[byte & 15U]};
    }
}

} // namespace

std::string
logLine(LogStyle style, LogLevel level, std::string_view subject, std::string_view message)
{
    std::string line(beginning(style, level));
    if (!subject.empty()) {
        appendEscaped(line, subject.substr(0, kLogLineBytesMax / 4));
        line += ": ";
    }
    appendEscaped(line, message.substr(0, kLogLineBytesMax));
    if (message.size() > kLogLineBytesMax) line += " ...";
    line += '\n';
    return line;
}

void Log::write(LogLevel level, std::string_view subject, std::string_view message) const
{
    const std::string line = logLine(style_, level, subject, message);
    // A log that cannot be written has nowhere to be reported to.
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace historian::app
