#include "link/tcp_channel.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace historian::modbus {
namespace {

constexpr int kKeepAliveIdleS = 30;
constexpr int kKeepAliveStepS = 10;
constexpr int kKeepAliveSteps = 3;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

std::string errorText(int code)
{
    return std::generic_category().message(code);
}

void set(int socket, int level, int option, int value)
{
    ::setsockopt(socket, level, option, &value, sizeof value);
}

// A device that vanishes at night is noticed even while nothing is sent.
void tune(int socket)
{
    set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket, IPPROTO_TCP, TCP_KEEPIDLE, kKeepAliveIdleS);
    set(socket, IPPROTO_TCP, TCP_KEEPINTVL, kKeepAliveStepS);
    set(socket, IPPROTO_TCP, TCP_KEEPCNT, kKeepAliveSteps);
}

int pendingError(int socket)
{
    int code = 0;
    socklen_t size = sizeof code;
    ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size);
    return code;
}

} // namespace

TcpChannel::TcpChannel(Endpoint endpoint, const Waiter& waiter)
    : endpoint_(std::move(endpoint)), waiter_(waiter)
{
}

Io TcpChannel::open(SteadyTime deadline)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int fault =
        ::getaddrinfo(endpoint_.host.c_str(), endpoint_.port.c_str(), &wanted, &found);
    if (fault != 0) return broken("cannot find " + endpoint_.host + ": " + ::gai_strerror(fault));
    const Addresses addresses(found, &::freeaddrinfo);
    Io result = Io::Broken;
    for (const addrinfo* address = found; address != nullptr && result == Io::Broken;
         address = address->ai_next)
        result = connectTo(*address, deadline);
    return result;
}

Io TcpChannel::connectTo(const addrinfo& address, SteadyTime deadline)
{
    socket_ =
        FileDescriptor(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket_.isOpen()) return broken("no socket: " + errorText(errno));
    tune(socket_.get());
    if (::connect(socket_.get(), address.ai_addr, address.ai_addrlen) == 0) return Io::Done;
    if (errno != EINPROGRESS) return broken("cannot connect: " + errorText(errno));
    const Io ready = await(POLLOUT, deadline);
    if (ready == Io::Late) return broken("cannot connect: no answer");
    if (ready != Io::Done) {
        close();
        return ready;
    }
    const int code = pendingError(socket_.get());
    return code == 0 ? Io::Done : broken("cannot connect: " + errorText(code));
}

void TcpChannel::close()
{
    socket_ = FileDescriptor();
}

Io TcpChannel::send(ByteView bytes, SteadyTime deadline)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno != EAGAIN && errno != EINTR) return broken("cannot send: " + errorText(errno));
        if (const Io ready = await(POLLOUT, deadline); ready != Io::Done) return ready;
    }
    return Io::Done;
}

Io TcpChannel::receive(Bytes& into, SteadyTime deadline)
{
    if (const Io ready = await(POLLIN, deadline); ready != Io::Done) return ready;
    std::array<std::uint8_t, kReceiveMax> buffer{};
    const ssize_t received = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (received == 0) return broken("the device closed the connection");
    if (received < 0)
        return errno == EAGAIN || errno == EINTR ? Io::Done
                                                 : broken("connection lost: " + errorText(errno));
    into.insert(into.end(), buffer.begin(), buffer.begin() + received);
    return Io::Done;
}

Io TcpChannel::await(short events, SteadyTime deadline) const
{
    switch (waiter_.wait(socket_.get(), events, deadline)) {
    case Waiter::Woken::Ready: return Io::Done;
    case Waiter::Woken::Deadline: return Io::Late;
    case Waiter::Woken::Interrupted: break;
    }
    return Io::Interrupted;
}

Io TcpChannel::broken(std::string why)
{
    close();
    why_ = std::move(why);
    return Io::Broken;
}

} // namespace historian::modbus
