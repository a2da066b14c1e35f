#include "web/wire/socket_stream.h"

#include <Poco/Exception.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace historian::web {

namespace {

using std::chrono::milliseconds;
using SystemSteady = std::chrono::steady_clock;

constexpr std::size_t kLingerBytesMax = 256 * 1024;

milliseconds until(Deadline deadline)
{
    return std::chrono::ceil<milliseconds>(deadline - SystemSteady::now());
}

bool waitFor(int handle, short events, milliseconds wait)
{
    if (wait.count() < 0) return false;
    pollfd entry{handle, events, 0};
    int ready = -1;
    do ready = poll(&entry, 1, static_cast<int>(wait.count()));
    while (ready < 0 && errno == EINTR);
    return ready > 0;
}

} // namespace

SocketStream::SocketStream(Poco::Net::StreamSocket socket, const ServerLimits& limits)
    : socket_(std::move(socket)),
      limits_(limits),
      handle_(socket_.impl()->sockfd()),
      isSecure_(socket_.secure())
{
}

ReadResult SocketStream::readPlain(std::span<char> into, int flags) const
{
    ssize_t count = -1;
    do count = recv(handle_, into.data(), into.size(), flags);
    while (count < 0 && errno == EINTR);
    if (count > 0) return {ReadEnd::Bytes, static_cast<std::size_t>(count)};
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {ReadEnd::Late, 0};
    return {ReadEnd::Closed, 0};
}

ReadResult SocketStream::readSecure(milliseconds wait, std::span<char> into)
{
    if (wait.count() <= 0) return {ReadEnd::Late, 0};
    try {
        const Poco::Timespan timeout(wait.count() * 1000);
        socket_.setReceiveTimeout(timeout);
        socket_.setSendTimeout(timeout);
        const int count = socket_.receiveBytes(into.data(), static_cast<int>(into.size()));
        if (count > 0) return {ReadEnd::Bytes, static_cast<std::size_t>(count)};
        return {ReadEnd::Closed, 0};
    } catch (const Poco::TimeoutException&) {
        return {ReadEnd::Late, 0};
    } catch (const Poco::Exception&) {
        return {ReadEnd::Closed, 0}; // not TLS, or gone: the same to us
    }
}

ReadResult SocketStream::readIdle(std::span<char> into)
{
    if (isSecure_) return readSecure(limits_.idleTime, into);
    if (!hasIdleTimeout_) {
        // With the kernel's own timeout the usual request costs one call, not poll and recv.
        const auto seconds = std::chrono::floor<std::chrono::seconds>(limits_.idleTime);
        const std::chrono::microseconds rest = limits_.idleTime - seconds;
        const timeval timeout{seconds.count(), rest.count()};
        setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
        hasIdleTimeout_ = true;
    }
    return readPlain(into, 0);
}

ReadResult SocketStream::readBefore(Deadline deadline, std::span<char> into)
{
    if (isSecure_) return readSecure(until(deadline), into);
    if (!waitFor(handle_, POLLIN, until(deadline))) return {ReadEnd::Late, 0};
    return readPlain(into, MSG_DONTWAIT);
}

bool SocketStream::write(std::string_view head, std::string_view body)
{
    if (!isSecure_) return writePlain(head, body);
    return writeSecure(head) && writeSecure(body);
}

bool SocketStream::writePlain(std::string_view head, std::string_view body) const
{
    const Deadline deadline = SystemSteady::now() + limits_.writeTime;
    while (!head.empty() || !body.empty()) {
        std::array<iovec, 2> parts{iovec{const_cast<char*>(head.data()), head.size()},
                                   iovec{const_cast<char*>(body.data()), body.size()}};
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = parts.size();
        const ssize_t count = sendmsg(handle_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return false;
        if (count < 0) {
            if (!waitFor(handle_, POLLOUT, std::min(limits_.writeStall, until(deadline))))
                return false;
            continue;
        }
        const auto sent = static_cast<std::size_t>(count);
        const std::size_t ofHead = std::min(sent, head.size());
        head.remove_prefix(ofHead);
        body.remove_prefix(sent - ofHead);
    }
    return true;
}

bool SocketStream::writeSecure(std::string_view bytes)
{
    try {
        const Poco::Timespan stall(limits_.writeStall.count() * 1000);
        socket_.setSendTimeout(stall);
        socket_.setReceiveTimeout(stall);
        while (!bytes.empty()) {
            const int count = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    } catch (const Poco::Exception&) {
        return false;
    }
}

bool SocketStream::hasInput()
{
    if (isSecure_ && socket_.available() > 0) return true;
    return waitFor(handle_, POLLIN, milliseconds{0});
}

void SocketStream::linger()
{
    if (isSecure_) return;
    ::shutdown(handle_, SHUT_WR);
    const Deadline deadline = SystemSteady::now() + limits_.lingerTime;
    std::array<char, 4096> dropped; // NOLINT: never read
    for (std::size_t total = 0; total < kLingerBytesMax;) {
        const ReadResult result = readBefore(deadline, dropped);
        if (result.end != ReadEnd::Bytes) return;
        total += result.bytes;
    }
}

} // namespace historian::web
