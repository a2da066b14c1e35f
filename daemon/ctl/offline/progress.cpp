#include "ctl/offline/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

namespace historian::ctl {

namespace {

constexpr const char* kClearLine = "\r\x1b[K";
constexpr std::size_t kUsualColumns = 80;

/// A line that is wrapped can no longer be written over.
std::size_t columnsOfTerminal()
{
    winsize size{};
    const bool isKnown = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
    return isKnown ? size.ws_col : kUsualColumns;
}

} // namespace

Progress Progress::onStandardError()
{
    return {::isatty(STDERR_FILENO) != 0,
            [](const std::string& text) { std::fputs(text.c_str(), stderr); },
            columnsOfTerminal()};
}

void Progress::show(std::size_t done, std::size_t all, const std::string& text)
{
    if (isTerminal_) return write_(kClearLine + text.substr(0, columns_ - 1));
    const std::size_t tenths = all == 0 ? 10 : done * 10 / all;
    if (tenths > tenths_) write_(text + "\n");
    tenths_ = tenths;
}

void Progress::end()
{
    if (isTerminal_) write_(kClearLine);
}

} // namespace historian::ctl
