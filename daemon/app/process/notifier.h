#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::app {

/// Tells systemd how the service does: one datagram per message (sd_notify(3), without its
/// library). Without a socket it says nothing. Threads: any.
class Notifier {
public:
    /// `socket`: $NOTIFY_SOCKET, a path or `@` and an abstract name; empty: none.
    explicit Notifier(std::string socket) : socket_(std::move(socket)) {}

    void ready() const { send("READY=1"); }

    void stopping() const { send("STOPPING=1"); }

    void watchdog() const { send("WATCHDOG=1"); }

private:
    void send(std::string_view message) const;

    std::string socket_;
};

/// Half of $WATCHDOG_USEC; nothing if there is no watchdog.
std::optional<std::chrono::milliseconds> watchdogInterval(const char* watchdogUsec);

/// Feeds the watchdog only while every part of the daemon gets on: each time, all heartbeats must
/// have grown since the last time. Threads: one.
class Watchdog {
public:
    using Heartbeat = std::function<std::uint64_t()>;

    Watchdog(const Notifier& notifier, std::vector<Heartbeat> heartbeats);

    /// To be called every watchdogInterval(). False: a part stands still, nothing was sent.
    bool feed();

private:
    const Notifier& notifier_;
    std::vector<Heartbeat> heartbeats_;
    std::vector<std::uint64_t> last_;
};

} // namespace historian::app
