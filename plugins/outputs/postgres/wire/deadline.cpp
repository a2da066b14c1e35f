#include "wire/deadline.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace historian::postgres {

Interruption::Interruption() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Interruption::~Interruption()
{
    close(descriptor_);
}

// NOLINTNEXTLINE(readability-make-member-function-const): what it changes is behind the descriptor
void Interruption::raise()
{
    eventfd_write(descriptor_, 1);
}

// NOLINTNEXTLINE(readability-make-member-function-const): likewise
void Interruption::clear()
{
    eventfd_t value = 0;
    eventfd_read(descriptor_, &value);
}

Deadline::Deadline(std::chrono::milliseconds in, const Interruption& interruption)
    : in_(in), end_(std::chrono::steady_clock::now() + in), interruption_(interruption)
{
}

bool Deadline::wait(int socket, short events)
{
    pollfd waits[] = {{socket, events, 0}, {interruption_.descriptor(), POLLIN, 0}};
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
        const int ready = poll(waits, 2, static_cast<int>(std::max<long>(left.count(), 0)));
        if (ready < 0 && errno == EINTR) continue;
        isInterrupted_ = ready > 0 && waits[1].revents != 0;
        return ready > 0 && !isInterrupted_;
    }
}

std::string Deadline::why() const
{
    if (isInterrupted_) return "stopped";
    return "no answer in " + std::to_string(in_.count()) + " ms";
}

} // namespace historian::postgres
