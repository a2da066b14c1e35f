#pragma once

#include "web/limits.h"

#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>

namespace historian::web {

/// A moment by which bytes must have come. Real time, not the Clock's: the kernel waits in it.
using Deadline = std::chrono::steady_clock::time_point;

enum class ReadEnd : std::uint8_t { Bytes, Closed, Late };

struct ReadResult {
    ReadEnd end = ReadEnd::Closed;
    std::size_t bytes = 0;
};

/// One connected socket, plain or TLS, with deadlines that hold however the bytes drip.
/// Threads: one; another may ::shutdown() the socket.
class SocketStream {
public:
    SocketStream(Poco::Net::StreamSocket socket, const ServerLimits& limits);

    /// Waits for the first bytes of a next request, for limits.idleTime.
    ReadResult readIdle(std::span<char> into);

    ReadResult readBefore(Deadline deadline, std::span<char> into);

    /// Sends head and body in one call where the socket takes them. False: the client is gone or
    /// takes nothing for limits.writeStall.
    bool write(std::string_view head, std::string_view body);

    /// Whether a read would not wait.
    bool hasInput();

    /// Ends sending and reads on for a moment, so that the last answer is not lost to a reset.
    void linger();

    int handle() const { return handle_; }

    bool isSecure() const { return isSecure_; }

private:
    ReadResult readPlain(std::span<char> into, int flags) const;
    ReadResult readSecure(std::chrono::milliseconds wait, std::span<char> into);
    bool writePlain(std::string_view head, std::string_view body) const;
    bool writeSecure(std::string_view bytes);

    Poco::Net::StreamSocket socket_;
    const ServerLimits& limits_;
    int handle_;
    bool isSecure_;
    bool hasIdleTimeout_ = false;
};

} // namespace historian::web
