#include "ctl/offline/progress.h"

#include <unistd.h>

#include <cstdio>

namespace historian::ctl {

namespace {

constexpr const char* kClearLine = "\r\x1b[K";

} // namespace

Progress Progress::onStandardError()
{
    return {::isatty(STDERR_FILENO) != 0,
            [](const std::string& text) { std::fputs(text.c_str(), stderr); }};
}

void Progress::show(std::size_t done, std::size_t all, const std::string& text)
{
    if (isTerminal_) return write_(kClearLine + text);
    const std::size_t tenths = all == 0 ? 10 : done * 10 / all;
    if (tenths > tenths_) write_(text + "\n");
    tenths_ = tenths;
}

void Progress::end()
{
    if (isTerminal_) write_(kClearLine);
}

} // namespace historian::ctl
