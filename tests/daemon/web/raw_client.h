#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace historian::web {

/// A client that sends exactly the bytes it is given, well-formed or not, over loopback.
class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes) const;

    /// Ends sending, as a board does whose Wi-Fi goes after half a body.
    void endSending() const;

    /// One answer: its head and as much body as Content-Length says. Empty: the server closed.
    std::string answer();

    /// Everything until the server closes.
    std::string rest();

    /// At least `count` bytes, or all until the server closes.
    std::string take(std::size_t count);

    /// Whether the server closes the connection within the time, whatever it sends before.
    bool isClosedWithin(std::chrono::milliseconds time);

    int socket() const { return socket_; }

private:
    bool receive(std::chrono::milliseconds time);

    int socket_ = -1;
    std::string waiting_;
};

/// The status of an answer; 0 if there is none.
int statusOf(std::string_view answer);

/// The value of a header field of an answer; empty if there is none.
std::string fieldOf(std::string_view answer, std::string_view name);

std::string bodyOf(std::string_view answer);

} // namespace historian::web
