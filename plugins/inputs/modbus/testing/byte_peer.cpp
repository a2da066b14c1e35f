#include "testing/byte_peer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <termios.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <vector>

namespace historian::modbus::testing {
namespace {

void require(bool isGood, const char* what)
{
    if (!isGood) throw std::runtime_error(what);
}

Bytes receive(int fd)
{
    std::array<std::uint8_t, 4096> buffer{};
    const ssize_t size = ::read(fd, buffer.data(), buffer.size());
    return size > 0 ? Bytes(buffer.begin(), buffer.begin() + size) : Bytes();
}

void sendAll(int fd, const Bytes& bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t size = ::write(fd, bytes.data() + done, bytes.size() - done);
        if (size <= 0) return;
        done += static_cast<std::size_t>(size);
    }
}

} // namespace

TcpPeer::TcpPeer(Behaviour behaviour)
    : behaviour_(std::move(behaviour)),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    require(::bind(listener_.get(), generic, size) == 0, "bind");
    require(::listen(listener_.get(), 16) == 0, "listen");
    ::getsockname(listener_.get(), generic, &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

TcpPeer::~TcpPeer()
{
    ::eventfd_write(stop_.get(), 1);
    thread_.join();
}

void TcpPeer::run()
{
    std::vector<FileDescriptor> connections;
    for (;;) {
        std::vector<pollfd> watched{{stop_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
        for (const FileDescriptor& connection : connections)
            watched.push_back({connection.get(), POLLIN, 0});
        ::poll(watched.data(), watched.size(), -1);
        if (watched[0].revents != 0) return;
        for (std::size_t i = 2; i < watched.size(); ++i)
            if (watched[i].revents != 0) serve(connections[i - 2]);
        std::erase_if(connections, [](const FileDescriptor& each) { return !each.isOpen(); });
        if (watched[1].revents == 0) continue;
        connections.emplace_back(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        ++connections_;
    }
}

void TcpPeer::serve(FileDescriptor& connection)
{
    const Bytes request = receive(connection.get());
    if (request.empty()) {
        connection = FileDescriptor();
        return;
    }
    const Reaction reaction = behaviour_(request);
    sendAll(connection.get(), reaction.bytes);
    if (reaction.closes) connection = FileDescriptor();
}

PtyPeer::PtyPeer(Behaviour behaviour)
    : behaviour_(std::move(behaviour)),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      near_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
{
    require(::grantpt(near_.get()) == 0 && ::unlockpt(near_.get()) == 0, "pty");
    std::array<char, 128> name{};
    require(::ptsname_r(near_.get(), name.data(), name.size()) == 0, "ptsname");
    path_ = name.data();
    far_ = FileDescriptor(::open(path_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    termios settings{};
    ::tcgetattr(far_.get(), &settings);
    ::cfmakeraw(&settings);
    ::tcsetattr(far_.get(), TCSANOW, &settings);
    thread_ = std::thread([this] { run(); });
}

PtyPeer::~PtyPeer()
{
    ::eventfd_write(stop_.get(), 1);
    thread_.join();
}

void PtyPeer::run()
{
    for (;;) {
        pollfd watched[] = {{stop_.get(), POLLIN, 0}, {near_.get(), POLLIN, 0}};
        ::poll(watched, 2, -1);
        if (watched[0].revents != 0) return;
        const Bytes request = receive(near_.get());
        if (!request.empty()) sendAll(near_.get(), behaviour_(request).bytes);
    }
}

} // namespace historian::modbus::testing
