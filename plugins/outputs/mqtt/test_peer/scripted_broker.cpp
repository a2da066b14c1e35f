#include "test_peer/scripted_broker.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <vector>

namespace historian::mqtt {

namespace {

using Bytes = std::vector<unsigned char>;

bool readAll(int fd, Bytes& into)
{
    std::size_t have = 0;
    while (have < into.size()) {
        const ssize_t got = recv(fd, into.data() + have, into.size() - have, 0);
        if (got <= 0) return false;
        have += static_cast<std::size_t>(got);
    }
    return true;
}

void write(int fd, const Bytes& bytes)
{
    send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

// The first byte and the body of a packet of less than 128 bytes.
std::optional<Bytes> readPacket(int fd)
{
    Bytes head(2);
    if (!readAll(fd, head)) return std::nullopt;
    Bytes body(head[1] & 0x7FU);
    if (!readAll(fd, body)) return std::nullopt;
    body.insert(body.begin(), head[0]);
    return body;
}

// The PUBACK of a PUBLISH at QoS 1: its id lies behind the topic.
Bytes acknowledge(const Bytes& publish, unsigned char reason)
{
    const std::size_t id = 3U + publish[1] * 256U + publish[2];
    return {0x40, 0x03, publish[id], publish[id + 1], reason};
}

} // namespace

ScriptedBroker::ScriptedBroker(Script script)
    : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    bind(listener_, reinterpret_cast<sockaddr*>(&address), length);
    listen(listener_, 1);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this, script] { serve(script); });
}

ScriptedBroker::~ScriptedBroker()
{
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

void ScriptedBroker::serve(Script script) const
{
    const int fd = accept(listener_, nullptr, nullptr);
    if (fd < 0) return;
    int acks = 0;
    while (const auto packet = readPacket(fd)) {
        if ((*packet)[0] == 0x10) write(fd, {0x20, 0x03, 0x00, 0x00, 0x00});
        if ((*packet)[0] != 0x32 || acks == script.acksMax) continue;
        write(fd, acknowledge(*packet, script.reason));
        if (++acks == script.acksMax && script.closesAfterwards) break;
    }
    // What is still unread would make the close a reset, and a reset may take answers with it.
    shutdown(fd, SHUT_WR);
    while (readPacket(fd)) {
    }
    close(fd);
}

} // namespace historian::mqtt
