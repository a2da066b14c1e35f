#pragma once

#include <historian/http.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace historian::web {

/// An open WebSocket or event stream. What the client sends is answered by the server itself
/// (ping, close) or ignored.
/// Threads: the connection's thread only.
class LiveConnection {
public:
    virtual ~LiveConnection() = default;

    /// Sends one text frame (WebSocket) or one event (`event`, then `id` unless empty). False: the
    /// client is gone or too slow, and the handler returns.
    virtual bool send(std::string_view event, std::string_view id, std::string_view text) = 0;

    /// Looks after the client (pings, its close, a comment as heartbeat). False: it is gone.
    virtual bool keepAlive() = 0;
};

enum class LiveKind : std::uint8_t { WebSocket, EventStream };

/// A path whose answer goes on. The handler runs on the connection's own thread until the client
/// is gone or a stop is requested; it calls keepAlive() at least every second.
struct LiveRoute {
    std::string path;
    LiveKind kind = LiveKind::WebSocket;
    Access access = Access::Read;
    std::function<void(LiveConnection&, HttpRequest&, std::stop_token)> handler;
};

} // namespace historian::web
