#include "../app_support.h"
#include "app/process/notifier.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace historian::app {
namespace {

using std::chrono::milliseconds;

/// systemd's end of the socket.
class Listener {
public:
    explicit Listener(const std::string& path)
        : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0))
    {
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.data(), path.size());
        if (path.starts_with('@')) address.sun_path[0] = '\0';
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
        EXPECT_EQ(::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), length), 0);
    }

    ~Listener() { ::close(descriptor_); }

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// The next message; empty if there is none.
    std::string next() const
    {
        std::array<char, 256> text{};
        const ssize_t length = ::recv(descriptor_, text.data(), text.size(), 0);
        return length <= 0 ? "" : std::string(text.data(), static_cast<std::size_t>(length));
    }

private:
    int descriptor_;
};

TEST(Notifier, SendsOneDatagramPerMessage)
{
    const TempDirectory temp;
    const std::string path = (temp.path() / "notify").string();
    const Listener listener(path);
    const Notifier notifier(path);
    notifier.ready();
    notifier.watchdog();
    notifier.stopping();
    EXPECT_EQ(listener.next(), "READY=1");
    EXPECT_EQ(listener.next(), "WATCHDOG=1");
    EXPECT_EQ(listener.next(), "STOPPING=1");
    EXPECT_EQ(listener.next(), "");
}

TEST(Notifier, KnowsAbstractSockets)
{
    const std::string name = "@historian-test-" + std::to_string(::getpid());
    const Listener listener(name);
    Notifier(name).ready();
    EXPECT_EQ(listener.next(), "READY=1");
}

TEST(Notifier, SaysNothingWithoutASocket)
{
    Notifier("").ready();
    Notifier("/nowhere/at/all").ready();
    Notifier(std::string(500, 'x')).ready();
}

TEST(Watchdog, IsFedAtHalfOfItsTime)
{
    EXPECT_EQ(watchdogInterval("30000000"), milliseconds(15'000));
    EXPECT_FALSE(watchdogInterval(nullptr));
    EXPECT_FALSE(watchdogInterval(""));
    EXPECT_FALSE(watchdogInterval("soon"));
    EXPECT_FALSE(watchdogInterval("0"));
}

TEST(Watchdog, IsFedOnlyWhileEveryHeartbeatGrows)
{
    const TempDirectory temp;
    const std::string path = (temp.path() / "notify").string();
    const Listener listener(path);
    const Notifier notifier(path);
    std::uint64_t pipeline = 1;
    std::uint64_t web = 1;
    Watchdog watchdog(notifier, {[&] { return pipeline; }, [&] { return web; }});

    EXPECT_TRUE(watchdog.feed());
    EXPECT_EQ(listener.next(), "WATCHDOG=1");
    ++pipeline; // web stands still
    EXPECT_FALSE(watchdog.feed());
    EXPECT_EQ(listener.next(), "");
    ++pipeline;
    ++web;
    EXPECT_TRUE(watchdog.feed());
    EXPECT_EQ(listener.next(), "WATCHDOG=1");
}

} // namespace
} // namespace historian::app
