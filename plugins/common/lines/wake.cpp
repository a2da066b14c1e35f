#include "lines/wake.h"

#include <historian/error.h>

#include <sys/eventfd.h>

#include <algorithm>

namespace historian::lines {

Wake::Wake() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (!descriptor_.isOpen()) throw Unavailable("no file descriptor is left for an event");
}

void Wake::wake()
{
    ::eventfd_write(descriptor_.number(), 1);
}

void Wake::clear()
{
    eventfd_t count = 0;
    ::eventfd_read(descriptor_.number(), &count);
}

int pollTimeout(std::optional<SteadyTime> due, SteadyTime now)
{
    if (!due) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - now);
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

} // namespace historian::lines
