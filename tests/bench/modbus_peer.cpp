#include "modbus_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

namespace historian::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Bytes = std::vector<unsigned char>;

struct Pending {
    int socket;
    Bytes reply;
};

/// A free port each.
int listenOnLoopback(int& port)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener, generic, size) != 0 || ::listen(listener, 256) != 0)
        throw std::runtime_error("no port");
    ::getsockname(listener, generic, &size);
    port = ntohs(address.sin_port);
    return listener;
}

Bytes replyTo(const Bytes& request)
{
    const unsigned count = request[11];
    Bytes reply(9 + 2 * count, 0);
    std::copy_n(request.begin(), 2, reply.begin());
    reply[5] = static_cast<unsigned char>(3 + 2 * count);
    reply[6] = request[6];
    reply[7] = request[7];
    reply[8] = static_cast<unsigned char>(2 * count);
    for (unsigned i = 0; i < count; ++i) reply[10 + 2 * i] = static_cast<unsigned char>(i);
    return reply;
}

int untilNext(const std::multimap<Clock::time_point, Pending>& pending)
{
    if (pending.empty()) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(pending.begin()->first - Clock::now());
    return static_cast<int>(std::max<long>(left.count(), 0));
}

[[noreturn]] void serve(const std::vector<int>& listeners)
{
    std::vector<pollfd> watched;
    for (const int listener : listeners) watched.push_back({listener, POLLIN, 0});
    std::multimap<Clock::time_point, Pending> pending;
    std::minstd_rand random(1);
    std::uniform_int_distribution<int> delay(50, 500);
    for (;;) {
        ::poll(watched.data(), watched.size(), untilNext(pending));
        while (!pending.empty() && pending.begin()->first <= Clock::now()) {
            const Pending& due = pending.begin()->second;
            ::send(due.socket, due.reply.data(), due.reply.size(), MSG_NOSIGNAL);
            pending.erase(pending.begin());
        }
        for (std::size_t i = listeners.size(); i < watched.size(); ++i) {
            if (watched[i].revents == 0) continue;
            Bytes request(64);
            const ssize_t size = ::recv(watched[i].fd, request.data(), request.size(), 0);
            if (size <= 0) watched[i].fd = -1; // a number less is no loss to a bench
            if (size < 12 || request[6] % 20 == 0) continue;
            pending.emplace(Clock::now() + std::chrono::milliseconds(delay(random)),
                            Pending{watched[i].fd, replyTo(request)});
        }
        for (std::size_t i = 0; i < listeners.size(); ++i)
            if (watched[i].revents != 0)
                watched.push_back({::accept(listeners[i], nullptr, nullptr), POLLIN, 0});
    }
}

} // namespace

SlowUnits::SlowUnits(std::size_t count) : ports_(count)
{
    std::vector<int> listeners;
    for (int& port : ports_) listeners.push_back(listenOnLoopback(port));
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(listeners);
    }
    for (const int listener : listeners) ::close(listener);
}

SlowUnits::~SlowUnits()
{
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

} // namespace historian::bench
