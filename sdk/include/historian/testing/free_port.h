#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>

namespace historian::testing {

/// Whether no other test has this port; if so it is this process's until its end.
inline bool claimPort(int port)
{
    const std::string claim = "historian-test-port-" + std::to_string(port);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::ranges::copy(claim, name.sun_path + 1); // an abstract name: it goes with the process
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + claim.size());
    const int holder = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool isOurs = ::bind(holder, reinterpret_cast<const sockaddr*>(&name), size) == 0;
    if (!isOurs) ::close(holder);
    return isOurs;
}

/// Whether nobody listens there.
inline bool isPortFree(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<in_port_t>(port));
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    const bool isFree = ::bind(probe, generic, sizeof address) == 0;
    ::close(probe);
    return isFree;
}

/// A TCP port of loopback for a program that has to be told one. It lies below those that Linux
/// gives to outgoing connections (from 32768 on), which could take it while the program is down,
/// and no other test that asks this way is given it while this process lives. Threads: any.
inline int freePort()
{
    std::random_device random;
    std::uniform_int_distribution<int> ports(20'000, 32'767);
    for (;;)
        if (const int port = ports(random); claimPort(port) && isPortFree(port)) return port;
}

} // namespace historian::testing
