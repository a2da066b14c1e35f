#include "link/waiter.h"

#include <historian/error.h>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace historian::modbus {
namespace {

timespec timeLeft(SteadyTime now, SteadyTime deadline)
{
    const auto left = std::max(deadline - now, SteadyTime::duration::zero());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    return {static_cast<time_t>(seconds.count()),
            static_cast<long>(std::chrono::nanoseconds(left - seconds).count())};
}

} // namespace

Waiter::Waiter(const Clock& clock)
    : clock_(clock), interrupt_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (interrupt_ < 0) throw Unavailable("no descriptor is left for an event");
}

Waiter::~Waiter()
{
    ::close(interrupt_);
}

Waiter::Woken Waiter::wait(int fd, short events, SteadyTime deadline) const
{
    for (;;) {
        pollfd watched[] = {{interrupt_, POLLIN, 0}, {fd, events, 0}};
        const SteadyTime now = clock_.steady();
        const timespec left = timeLeft(now, deadline);
        const int ready = ::ppoll(watched, 2, &left, nullptr);
        if (ready < 0 && errno == EINTR) continue;
        if (watched[0].revents != 0) return Woken::Interrupted;
        if (ready > 0) return Woken::Ready;
        if (clock_.steady() >= deadline) return Woken::Deadline;
    }
}

void Waiter::interrupt() const
{
    ::eventfd_write(interrupt_, 1);
}

void Waiter::resume() const
{
    eventfd_t count = 0;
    ::eventfd_read(interrupt_, &count);
}

} // namespace historian::modbus
