#include "testing/device.h"
#include "testing/rig.h"

#include <gtest/gtest.h>

namespace historian::modbus {

using testing::Device;
using testing::PtyPeer;
using testing::Reaction;
using testing::Rig;
using testing::TcpPeer;
using Strings = std::vector<std::string>;

TEST(ModbusFaults, ReadsOnAfterLateDoubledAndForeignReplies)
{
    int count = 0;
    Bytes held;
    TcpPeer peer([&](const Bytes& request) -> Reaction {
        const auto id = static_cast<std::uint16_t>(request[0] << 8 | request[1]);
        const Bytes pdu{3, 2, 0, static_cast<std::uint8_t>(++count)};
        const Bytes reply = testing::mbapReply(id, 1, pdu);
        const auto both = [](Bytes a, const Bytes& b) {
            a.insert(a.end(), b.begin(), b.end());
            return a;
        };
        if (count == 2) held = reply; // late
        if (count == 2) return {};
        if (count == 3) return {both(held, reply)};
        if (count == 4) return {both(reply, reply)}; // twice
        if (count == 5)
            return {both(testing::mbapReply(id, 9, {3, 2, 0, 99}), reply)}; // wrong unit
        if (count == 6) return {testing::mbapReply(id, 1, {4, 2, 0, 99})};  // wrong function
        return {reply};
    });
    Rig rig(peer.connection(), {{"timeout", "1s"}});
    rig.simpleUnit(1, "meter-1", 100);
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", 7));
    rig.stop();
    auto values = rig.values("meter-1", "value");
    values.resize(7);
    EXPECT_EQ(values, (Strings{"1", "bad_comm", "3", "4", "5", "bad_comm", "7"}));
    EXPECT_EQ(peer.connections(), 1);
    EXPECT_EQ(rig.host.counted("late_replies_total"), 2U);
    EXPECT_EQ(rig.host.counted("foreign_replies_total"), 2U);
}

TEST(ModbusFaults, NeverStoresALateRtuReplyUnderAnotherRegister)
{
    bool isFirst = true;
    Bytes held;
    PtyPeer peer([&](const Bytes& request) -> Reaction {
        const Bytes reply = testing::rtuReply(request[0], {3, 2, request[2], request[3]});
        if (!isFirst) {
            Bytes both = held;
            held.clear();
            both.insert(both.end(), reply.begin(), reply.end());
            return {both};
        }
        isFirst = false;
        held = reply;
        return {};
    });
    Rig rig(peer.connection(), {{"timeout", "1s"}});
    rig.simpleUnit(1, "slow", 400);
    rig.simpleUnit(2, "fast", 17);
    rig.start();
    ASSERT_TRUE(rig.waitForValues("fast", "value", 3));
    ASSERT_TRUE(rig.waitForValues("slow", "value", 2));
    rig.stop();
    for (const std::string& value : rig.values("fast", "value")) EXPECT_EQ(value, "17");
    EXPECT_EQ(rig.values("slow", "value")[0], "bad_comm");
    EXPECT_EQ(rig.values("slow", "value")[1], "400");
    EXPECT_EQ(rig.host.counted("foreign_replies_total"), 1U);
}

TEST(ModbusFaults, ReadsThroughNoiseEchoAndOneBadCrc)
{
    int count = 0;
    PtyPeer peer([&](const Bytes& request) -> Reaction {
        Bytes reply = testing::rtuReply(request[0], {3, 2, 0, static_cast<std::uint8_t>(++count)});
        if (count == 1) reply.insert(reply.begin(), {0xFF, 0x00});
        if (count == 2) reply.insert(reply.begin(), request.begin(), request.end());
        if (count == 3) reply.back() ^= 1; // asked again at once
        return {reply};
    });
    Rig rig(peer.connection());
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", 3));
    rig.stop();
    auto values = rig.values("meter-1", "value");
    values.resize(3);
    EXPECT_EQ(values, (Strings{"1", "2", "4"}));
    EXPECT_EQ(rig.host.counted("echoes_total"), 1U);
}

TEST(ModbusFaults, TellsASilentUnitOnceAndDoesNotLetItDelayTheOthers)
{
    Device device;
    device.set(5, {42});
    PtyPeer peer(testing::speakRtu(
        [&](std::uint8_t unit, ByteView pdu) { return unit == 9 ? Bytes() : device.answer(pdu); }));
    Rig rig(peer.connection(), {{"timeout", "300ms"}});
    rig.simpleUnit(1, "meter-1", 5);
    rig.simpleUnit(2, "meter-2", 5);
    rig.simpleUnit(9, "dead", 5);
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", 30));
    ASSERT_TRUE(rig.waitForValues("meter-2", "value", 25));
    rig.stop();
    EXPECT_EQ(rig.values("dead", "value"), Strings{"bad_comm"});
    EXPECT_LE(rig.host.counted("timeouts_total") * 5, rig.host.counted("polls_total"));
    EXPECT_NE(rig.host.whyDegraded().find("unit 9 (dead): no reply in time"), std::string::npos);
}

TEST(ModbusFaults, SaysThatADeviceAnswersUnderAnotherNumber)
{
    Device device;
    device.set(5, {42});
    TcpPeer peer([&](const Bytes& request) -> Reaction {
        const auto id = static_cast<std::uint16_t>(request[0] << 8 | request[1]);
        return {testing::mbapReply(id, 0, device.answer(ByteView(request).subspan(7)))};
    });
    Rig rig(peer.connection(), {{"timeout", "100ms"}});
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", 1));
    rig.stop();
    EXPECT_EQ(rig.values("meter-1", "value"), Strings{"bad_comm"});
    EXPECT_EQ(rig.host.whyDegraded(),
              "unit 1 (meter-1): no reply in time, but unit 0 answers in its place");
}

TEST(ModbusFaults, HearsAtOnceWhenASilentDeviceIsBack)
{
    std::atomic<bool> isSilent{false};
    Device device;
    device.set(5, {42});
    TcpPeer peer(testing::speakMbap(
        [&](std::uint8_t, ByteView pdu) { return isSilent ? Bytes() : device.answer(pdu); }));
    Rig rig(peer.connection(), {{"timeout", "500ms"}});
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", 1));
    isSilent = true;
    const std::size_t before = rig.values("meter-1", "value").size();
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", before + 1));
    isSilent = false;
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", before + 4));
    rig.stop();
    const Strings values = rig.values("meter-1", "value");
    EXPECT_EQ(std::ranges::count(values, "bad_comm"), 1);
    EXPECT_EQ(rig.host.whyDegraded(), "");
}

TEST(ModbusFaults, ConnectsAnewWhenItWasKickedAndLosesNoPoll)
{
    std::atomic<int> count{0};
    Device device;
    device.set(5, {42});
    const auto speak = testing::speakMbap(testing::allUnits(device));
    TcpPeer peer([&](const Bytes& request) {
        Reaction reaction = speak(request);
        reaction.closes = ++count % 2 == 0;
        return reaction;
    });
    Rig rig(peer.connection());
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", 6));
    rig.stop();
    for (const std::string& value : rig.values("meter-1", "value")) EXPECT_EQ(value, "42");
    EXPECT_GE(peer.connections(), 3);
}

TEST(ModbusFaults, SaysWhyItCannotConnectAndTriesOn)
{
    std::string port;
    {
        TcpPeer gone([](const Bytes&) { return Reaction{}; });
        port = gone.port();
    }
    Rig rig("tcp://127.0.0.1:" + port);
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    ASSERT_TRUE(rig.waitFor(1));
    rig.stop();
    EXPECT_EQ(rig.values("meter-1", "value"), Strings{"bad_comm"});
    EXPECT_NE(rig.host.whyDegraded().find("onnection refused"), std::string::npos);
}

TEST(ModbusFaults, TellsTheLogbookWhenADeviceBeginsToAnswerNonsense)
{
    std::atomic<bool> isMad{true};
    Device device;
    device.set(5, {42});
    const auto speak = testing::speakMbap(testing::allUnits(device));
    TcpPeer peer([&](const Bytes& request) -> Reaction {
        if (!isMad) return speak(request);
        const auto id = static_cast<std::uint16_t>(request[0] << 8 | request[1]);
        return {testing::mbapReply(id, 1, {3, 4, 0, 7, 0, 8})}; // two registers; one was asked for
    });
    Rig rig(peer.connection());
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    while (rig.host.counted("malformed_replies_total") < 6) std::this_thread::yield();
    isMad = false;
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", 2));
    rig.stop();
    const Strings values = rig.values("meter-1", "value");
    EXPECT_EQ(std::ranges::count(values, "bad_parse"), 1);
    EXPECT_EQ(values.back(), "42");
    ASSERT_EQ(rig.sink.notices().size(), 1U);
    EXPECT_EQ(rig.sink.notices()[0].device, "meter-1");
    EXPECT_EQ(rig.sink.notices()[0].action, "device_nonsense");
    EXPECT_EQ(rig.sink.notices()[0].detail, "unit 1 (meter-1): its replies cannot be understood");
}

TEST(ModbusFaults, SaysThatAWebServerIsNoModbusDevice)
{
    constexpr std::string_view kWeb = "HTTP/1.1 400 Bad Request\r\n\r\n";
    TcpPeer peer([&](const Bytes&) -> Reaction { return {Bytes(kWeb.begin(), kWeb.end()), true}; });
    Rig rig(peer.connection());
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    while (rig.host.counted("connects_total") < 3) std::this_thread::yield();
    rig.stop();
    EXPECT_EQ(rig.values("meter-1", "value"), Strings{"bad_parse"});
    EXPECT_EQ(rig.host.whyDegraded(), "unit 1 (meter-1): what it sends is not Modbus TCP");
    EXPECT_EQ(rig.sink.notices().size(), 1U);
}

TEST(ModbusFaults, StopsAtOnceThoughNobodyAnswers)
{
    std::atomic<int> requests{0};
    TcpPeer peer([&](const Bytes&) {
        ++requests;
        return Reaction{};
    });
    Rig rig(peer.connection(), {{"timeout", "60s"}});
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    while (requests == 0) std::this_thread::yield();
    const auto begun = std::chrono::steady_clock::now();
    rig.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(30));
}

TEST(ModbusFaults, AsksABusyDeviceAgainWithinThePoll)
{
    std::atomic<int> count{0};
    Device device;
    device.set(5, {42});
    TcpPeer peer(testing::speakMbap([&](std::uint8_t, ByteView pdu) {
        return ++count % 3 != 0 ? Bytes{0x83, 6} : device.answer(pdu);
    }));
    Rig rig(peer.connection(), {{"interval", "300ms"}});
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    ASSERT_TRUE(rig.waitFor(2));
    rig.stop();
    for (const std::string& value : rig.values("meter-1", "value")) EXPECT_EQ(value, "42");
}

} // namespace historian::modbus
