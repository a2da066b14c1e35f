#include "blocked_signals.h"
#include "ctl/commands.h"
#include "ctl/modbus/bus.h"
#include "testing/device.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

namespace historian::ctl {

namespace {

using modbus::Bytes;
using modbus::ByteView;
using modbus::testing::allUnits;
using modbus::testing::Device;
using modbus::testing::PtyPeer;
using modbus::testing::Reaction;
using modbus::testing::speakMbap;
using modbus::testing::TcpPeer;
using Kind = modbus::Answer::Kind;

constexpr modbus::Read kFirst{1, modbus::Table::Holding, 0, 1};
constexpr std::chrono::milliseconds kLong{30'000};
constexpr std::chrono::milliseconds kShort{50};

BusAccess accessTo(const std::string& connection, std::chrono::milliseconds timeout)
{
    return {*modbus::parseConnection(connection), {}, timeout};
}

std::string failureOf(const BusAccess& access)
{
    try {
        Bus(access).open();
    } catch (const CommandFailed& failure) {
        return failure.what();
    }
    return "none";
}

} // namespace

TEST(Bus, OpensAgainWhenTheDeviceClosesAfterEachAnswer)
{
    Device device;
    device.set(0, {7});
    const auto speak = speakMbap(allUnits(device));
    TcpPeer peer([&](const Bytes& request) { return Reaction{speak(request).bytes, true}; });
    Bus bus(accessTo(peer.connection(), kLong));
    bus.open();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(bus.ask(1, kFirst).words, modbus::Words{7});
}

TEST(Bus, TakesADeviceThatClosesInsteadOfAnsweringAsSilent)
{
    TcpPeer peer([](const Bytes&) { return Reaction{{}, true}; });
    Bus bus(accessTo(peer.connection(), kLong));
    bus.open();
    EXPECT_EQ(bus.ask(1, kFirst).kind, Kind::Silent);
    EXPECT_EQ(bus.ask(2, kFirst).kind, Kind::Silent);
}

TEST(Bus, LosesTheLineWhenNobodyListensAnyMore)
{
    auto peer = std::make_unique<TcpPeer>([](const Bytes&) { return Reaction{{}, true}; });
    Bus bus(accessTo(peer->connection(), kLong));
    bus.open();
    peer.reset();
    const auto answer = bus.ask(1, kFirst);
    EXPECT_EQ(answer.kind, Kind::Lost);
    EXPECT_NE(bus.whyNot(answer).find("the line is lost: "), std::string::npos);
}

TEST(Bus, SaysInWordsWhatCameInsteadOfValues)
{
    Device device;
    TcpPeer peer(speakMbap(allUnits(device)));
    Bus bus(accessTo(peer.connection(), kLong));
    bus.open();
    EXPECT_EQ(bus.whyNot(bus.ask(1, kFirst)), "refused: illegal address (exception 2)");
    EXPECT_EQ(bus.whyNot({Kind::Silent, 0, {}}),
              "no answer in 30000 ms; is the unit right (modbus scan), or does it need longer "
              "(--timeout)?");
    EXPECT_EQ(bus.whyNot({Kind::Garbled, 0, {}}), "what came is no answer to this question");
    EXPECT_EQ(bus.whyNot({Kind::Interrupted, 0, {}}), "interrupted");
    EXPECT_EQ(bus.whyNot({Kind::Values, 0, {}}), "");
}

TEST(Bus, CountsRepliesToNoQuestion)
{
    Device device;
    device.set(0, {7});
    const auto speak = speakMbap(allUnits(device));
    TcpPeer peer([&](const Bytes& request) {
        Bytes bytes = modbus::testing::mbapReply(999, 1, {3, 2, 0, 9});
        const Bytes right = speak(request).bytes;
        bytes.insert(bytes.end(), right.begin(), right.end());
        return Reaction{bytes};
    });
    Bus bus(accessTo(peer.connection(), kLong));
    bus.open();
    EXPECT_EQ(bus.ask(1, kFirst).words, modbus::Words{7});
    EXPECT_EQ(bus.strayReplies(), 1U);
}

TEST(Bus, EndsItsWaitAtCtrlC)
{
    const testing::BlockedSignals blocked;
    TcpPeer peer([](const Bytes&) {
        ::kill(::getpid(), SIGINT);
        return Reaction{};
    });
    Bus bus(accessTo(peer.connection(), kLong));
    bus.open();
    EXPECT_EQ(bus.ask(1, kFirst).kind, Kind::Interrupted);
    EXPECT_EQ(bus.ask(2, kFirst).kind, Kind::Interrupted);
}

TEST(Bus, SaysThatItCannotConnect)
{
    EXPECT_NE(failureOf(accessTo("tcp://127.0.0.1:1", kShort))
                  .find("cannot open tcp://127.0.0.1:1: cannot connect"),
              std::string::npos);
}

TEST(Bus, SaysWhoHoldsASerialLine)
{
    PtyPeer peer([](const Bytes&) { return Reaction{}; });
    const int other = ::open(peer.path().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    ASSERT_EQ(::flock(other, LOCK_EX | LOCK_NB), 0);
    const std::string failure = failureOf(accessTo(peer.connection(), kShort));
    EXPECT_NE(failure.find("another program has it: "), std::string::npos) << failure;
    EXPECT_NE(failure.find("process " + std::to_string(::getpid())), std::string::npos) << failure;
    ::close(other);
}

TEST(Bus, SaysThatACertificateCannotBeUsed)
{
    BusAccess access = accessTo("tls://127.0.0.1:1", kShort);
    access.tls.ca = "/nonexistent/ca.pem";
    EXPECT_NE(failureOf(access).find("/nonexistent/ca.pem"), std::string::npos);
}

} // namespace historian::ctl
