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

TcpChannel::TcpChannel(Endpoint endpoint, Loop& loop) : lookup_(std::move(endpoint)), loop_(loop) {}

Task<Io> TcpChannel::open(SteadyTime deadline)
{
    const Io looked = co_await lookup_.find(loop_, deadline);
    if (looked == Io::Broken) co_return broken(lookup_.why());
    if (looked != Io::Done) co_return looked;
    const Addresses addresses = lookup_.take();
    co_return co_await connectToAny(addresses.get(), deadline);
}

Task<Io> TcpChannel::connectToAny(const addrinfo* addresses, SteadyTime deadline)
{
    int left = 0;
    for (const addrinfo* each = addresses; each != nullptr; each = each->ai_next) ++left;
    Io result = Io::Broken;
    for (const addrinfo* each = addresses; each != nullptr && result == Io::Broken;
         each = each->ai_next) {
        const SteadyTime now = loop_.now();
        result = co_await connectTo(*each, now + (deadline - now) / left--);
    }
    co_return result;
}

Task<Io> TcpChannel::connectTo(const addrinfo& address, SteadyTime deadline)
{
    socket_ =
        FileDescriptor(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket_.isOpen()) co_return broken("no socket: " + errorText(errno));
    tune(socket_.get());
    if (::connect(socket_.get(), address.ai_addr, address.ai_addrlen) == 0) co_return Io::Done;
    if (errno != EINPROGRESS) co_return broken("cannot connect: " + errorText(errno));
    const Io ready = co_await await(POLLOUT, deadline);
    if (ready == Io::Late) co_return broken("cannot connect: no answer");
    if (ready != Io::Done) {
        close();
        co_return ready;
    }
    const int code = pendingError(socket_.get());
    co_return code == 0 ? Io::Done : broken("cannot connect: " + errorText(code));
}

void TcpChannel::close()
{
    socket_ = FileDescriptor();
}

Task<Io> TcpChannel::send(ByteView bytes, SteadyTime deadline)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno != EAGAIN && errno != EINTR) co_return broken("cannot send: " + errorText(errno));
        const Io ready = co_await await(POLLOUT, deadline);
        if (ready != Io::Done) co_return ready;
    }
    co_return Io::Done;
}

Task<Io> TcpChannel::receive(Bytes& into, SteadyTime deadline)
{
    const Io ready = co_await await(POLLIN, deadline);
    co_return ready == Io::Done ? take(into) : ready;
}

Io TcpChannel::take(Bytes& into)
{
    std::array<std::uint8_t, kReceiveMax> buffer{};
    const ssize_t received = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (received == 0) return broken("the device closed the connection");
    if (received < 0)
        return errno == EAGAIN || errno == EINTR ? Io::Done
                                                 : broken("connection lost: " + errorText(errno));
    into.insert(into.end(), buffer.begin(), buffer.begin() + received);
    return Io::Done;
}

Task<Io> TcpChannel::await(short events, SteadyTime deadline) const
{
    co_return ioOf(co_await loop_.wait(socket_.get(), events, deadline));
}

Io TcpChannel::broken(std::string why)
{
    close();
    why_ = std::move(why);
    return Io::Broken;
}

} // namespace historian::modbus
