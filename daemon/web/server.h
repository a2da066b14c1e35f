#pragma once

#include "base/settings.h"
#include "web/limits.h"
#include "web/route_table.h"
#include "web/static_files.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace historian {
class Clock;
}

namespace historian::state {
class Accounts;
class Logbook;
} // namespace historian::state

namespace historian::web {

/// How the server does. Counts since start unless said otherwise.
struct ServerFigures {
    std::uint64_t connections = 0; ///< open now, without live ones
    std::uint64_t live = 0;        ///< WebSockets and event streams open now
    std::uint64_t accepted = 0;
    std::uint64_t refusedPeers = 0;         ///< closed unread: not among `http.peers`
    std::uint64_t cappedPeers = 0;          ///< closed unread: one peer had too many connections
    std::uint64_t overloads = 0;            ///< answered 503: all connections were in use
    std::array<std::uint64_t, 6> answers{}; ///< by status class; [0] is unused
};

/// What the server is made of; the references outlive it.
struct ServerParts {
    state::Accounts& accounts;
    state::Logbook& logbook;
    const Clock& clock;
};

/// The built-in web server: sockets, framing, access, static files and the routes of sessions and
/// tokens. It answers nothing before start() and runs no handler after stop().
/// Threads: start() and stop() from one thread; the others from any.
class Server {
public:
    /// Throws ConfigError if a peer range, a route or the TLS files are wrong.
    Server(const base::HttpSettings& settings,
           RouteTable routes,
           StaticFiles files,
           ServerParts parts,
           ServerLimits limits = {});
    ~Server();

    /// Opens the port. Throws Unavailable if it cannot be had.
    void start();

    /// Closes the port, ends every connection and joins its thread. Safe without start, and twice.
    void stop();

    /// The port in use, also where 0 was asked for.
    std::uint16_t port() const;

    ServerFigures figures() const;

    /// Grows at least every second while connections are accepted; for the watchdog.
    std::uint64_t heartbeat() const;

private:
    class Body;
    std::unique_ptr<Body> body_;
};

} // namespace historian::web
