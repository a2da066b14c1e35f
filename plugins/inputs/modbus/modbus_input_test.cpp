#include "modbus_input.h"
#include "testing/device.h"
#include "testing/hex.h"
#include "testing/rig.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <set>

namespace historian::modbus {

using testing::Device;
using testing::Rig;
using testing::TcpPeer;

TEST(ModbusInput, SubmitsOneReadingForEachPollWithAllValues)
{
    Device device;
    device.set(10, {550, 0x4366, 0x8000});
    device.setBits(Table::Coil, 1, {1, 0});
    TcpPeer peer(testing::speakMbap(testing::allUnits(device)));
    Rig rig(peer.connection());
    auto& unit = rig.unit(1, "meter-1");
    unit.addMap("registers", {{"metric", "power_w"}, {"address", "10"}});
    unit.addMap("registers",
                {{"metric", "voltage"}, {"address", "11"}, {"type", "f32"}, {"table", "input"}});
    unit.addMap("registers", {{"metric", "online"}, {"address", "1"}, {"table", "coil"}});
    const Time before = rig.host.clock().now();
    rig.start();
    ASSERT_TRUE(rig.waitFor(2));
    rig.stop();
    const Batch batch = rig.sink.everything();
    EXPECT_EQ(batch[0].valueCount, 3U);
    EXPECT_GE(batch[0].received, before);
    EXPECT_FALSE(batch[0].hasSentTime);
    EXPECT_EQ(rig.values("meter-1", "power_w")[0], "550");
    EXPECT_EQ(rig.values("meter-1", "voltage")[0], "230.5");
    EXPECT_EQ(rig.values("meter-1", "online")[0], "1");
    EXPECT_EQ(peer.connections(), 1);
}

TEST(ModbusInput, ReadsTheFirstFirmwaresMapInThreeRequestsOnOneConnection)
{
    std::mutex mutex;
    std::vector<Bytes> requests;
    Device board;
    board.set(30001, {550, 123, 4997, 2500, 220, 950, 255, 850, 960, 1});
    board.setBits(Table::Coil, 1, {1, 1, 1, 1});
    board.setBits(Table::Discrete, 1, {0, 0, 0});
    TcpPeer peer(testing::speakMbap([&](std::uint8_t, ByteView pdu) {
        const std::lock_guard lock(mutex);
        requests.emplace_back(pdu.begin(), pdu.end());
        return board.answer(pdu);
    }));
    Rig rig(peer.connection());
    auto& unit = rig.unit(1, "board");
    for (int i = 0; i < 10; ++i)
        unit.addMap("registers",
                    {{"metric", "r" + std::to_string(i)}, {"address", std::to_string(30001 + i)}});
    for (int i = 0; i < 4; ++i)
        unit.addMap("registers",
                    {{"metric", "c" + std::to_string(i)},
                     {"address", std::to_string(1 + i)},
                     {"table", "coil"}});
    for (int i = 0; i < 3; ++i)
        unit.addMap("registers",
                    {{"metric", "d" + std::to_string(i)},
                     {"address", std::to_string(1 + i)},
                     {"table", "discrete"}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(2));
    rig.stop();
    const std::lock_guard lock(mutex);
    ASSERT_GE(requests.size(), 6U);
    std::set<std::string> first;
    for (int i = 0; i < 3; ++i) first.insert(testing::hexText(requests[i]));
    EXPECT_EQ(first, (std::set<std::string>{"03 75 31 00 0A", "01 00 01 00 04", "02 00 01 00 03"}));
    EXPECT_EQ(peer.connections(), 1);
}

TEST(ModbusInput, ReadsRtuWithinTcp)
{
    Device device;
    device.set(5, {42});
    TcpPeer peer(testing::speakRtu(testing::allUnits(device)));
    Rig rig("rtutcp://127.0.0.1:" + peer.port());
    rig.simpleUnit(3, "meter-3", 5);
    rig.start();
    ASSERT_TRUE(rig.waitFor(3));
    rig.stop();
    EXPECT_EQ(rig.values("meter-3", "value")[2], "42");
}

TEST(ModbusInput, ProbesWhetherStartedOrNot)
{
    Device device;
    device.set(5, {42});
    TcpPeer peer(testing::speakMbap(
        [&](std::uint8_t unit, ByteView pdu) { return unit == 9 ? Bytes() : device.answer(pdu); }));
    Rig rig(peer.connection(), {{"timeout", "1s"}});
    rig.simpleUnit(1, "meter-1", 5);
    rig.simpleUnit(9, "dead", 5);
    for (int round = 0; round < 2; ++round) {
        const auto steps = rig.input().probe();
        ASSERT_EQ(steps.size(), 3U);
        EXPECT_TRUE(steps[1].isGood);
        EXPECT_EQ(steps[1].what, "unit 1 (meter-1)");
        EXPECT_NE(steps[1].found.find("1 values by 1 requests"), std::string::npos);
        EXPECT_FALSE(steps[2].isGood);
        if (round == 0) rig.start();
        ASSERT_TRUE(rig.waitFor(1));
    }
}

TEST(ModbusInput, PollsWithTwoThousandOpenDescriptors)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    std::vector<FileDescriptor> open;
    for (int i = 0; i < 2000; ++i) open.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    ASSERT_TRUE(open.back().isOpen());
    Device device;
    device.set(5, {42});
    TcpPeer peer(testing::speakMbap(testing::allUnits(device)));
    Rig rig(peer.connection());
    rig.simpleUnit(1, "meter-1", 5);
    rig.start();
    ASSERT_TRUE(rig.waitFor(2));
}

} // namespace historian::modbus
