#include "link/tcp_channel.h"
#include "testing/byte_peer.h"
#include "testing/live_host.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <vector>

namespace historian::modbus {
namespace {

using namespace std::chrono_literals;

/// A port of loopback that answers no connection any more, as one behind a firewall: its queue is
/// full and nobody takes from it.
class DeafPort {
public:
    DeafPort()
    {
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listener_.get(), generic, size) != 0 || ::listen(listener_.get(), 0) != 0 ||
            ::getsockname(listener_.get(), generic, &size) != 0)
            ADD_FAILURE() << "no port";
        for (int i = 0; i < 4; ++i) {
            queue_.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
            ::connect(queue_.back().get(), generic, size);
        }
    }

    sockaddr_in address{};

private:
    FileDescriptor listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    std::vector<FileDescriptor> queue_;
};

addrinfo infoOf(sockaddr_in& address, addrinfo* next)
{
    addrinfo info{};
    info.ai_family = AF_INET;
    info.ai_socktype = SOCK_STREAM;
    info.ai_addr = reinterpret_cast<sockaddr*>(&address);
    info.ai_addrlen = sizeof address;
    info.ai_next = next;
    return info;
}

} // namespace

// A name often has an IPv6 address that nobody answers, before the one that works.
TEST(TcpChannel, ReachesADeviceByItsSecondAddressThoughTheFirstIsDeaf)
{
    testing::TcpPeer peer([](const Bytes&) { return testing::Reaction{}; });
    DeafPort deaf;
    sockaddr_in good = deaf.address;
    good.sin_port = htons(static_cast<std::uint16_t>(std::stoi(peer.port())));
    addrinfo second = infoOf(good, nullptr);
    const addrinfo first = infoOf(deaf.address, &second);
    testing::LiveHost host;
    Loop loop(host.clock());
    TcpChannel channel({"meter", "502"}, loop);
    const SteadyTime deadline = loop.now() + 12s;
    EXPECT_EQ(loop.finish(channel.connectToAny(&first, deadline)), Io::Done) << channel.why();
    EXPECT_LT(loop.now(), deadline); // through a network nothing can be had after it
    EXPECT_TRUE(channel.isOpen());
}

TEST(TcpChannel, SaysWhyNoneOfTheAddressesWillDo)
{
    DeafPort deaf;
    const addrinfo only = infoOf(deaf.address, nullptr);
    testing::LiveHost host;
    Loop loop(host.clock());
    TcpChannel channel({"meter", "502"}, loop);
    EXPECT_EQ(loop.finish(channel.connectToAny(&only, loop.now() + 200ms)), Io::Broken);
    EXPECT_EQ(channel.why(), "cannot connect: no answer");
    EXPECT_FALSE(channel.isOpen());
}

} // namespace historian::modbus
