#include "app/process/notifier.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstring>

namespace historian::app {

void Notifier::send(std::string_view message) const
{
    sockaddr_un address = {};
    if (socket_.empty() || socket_.size() >= sizeof(address.sun_path)) return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());

    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return;
    ::sendto(descriptor,
             message.data(),
             message.size(),
             MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&address),
             length);
    ::close(descriptor);
}

std::optional<std::chrono::milliseconds> watchdogInterval(const char* watchdogUsec)
{
    if (watchdogUsec == nullptr) return std::nullopt;
    const std::string_view text(watchdogUsec);
    std::int64_t usec = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), usec);
    if (fault != std::errc{} || end != text.data() + text.size() || usec < 2000)
        return std::nullopt;
    return std::chrono::milliseconds(usec / 2000);
}

Watchdog::Watchdog(const Notifier& notifier, std::vector<Heartbeat> heartbeats)
    : notifier_(notifier), heartbeats_(std::move(heartbeats)), last_(heartbeats_.size(), 0)
{
}

bool Watchdog::feed()
{
    bool hasProgress = true;
    for (std::size_t i = 0; i < heartbeats_.size(); ++i) {
        const std::uint64_t beat = heartbeats_[i]();
        hasProgress = hasProgress && beat != last_[i];
        last_[i] = beat;
    }
    if (hasProgress) notifier_.watchdog();
    return hasProgress;
}

} // namespace historian::app
