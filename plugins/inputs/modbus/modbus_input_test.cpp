#include "modbus_input.h"
#include "testing/device.h"
#include "testing/hex.h"
#include "testing/rig.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <set>

namespace historian::modbus {

using testing::Device;
using testing::Rig;
using testing::TcpPeer;

namespace {

/// Of this process, now.
std::size_t threads()
{
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

} // namespace

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
    ASSERT_TRUE(rig.waitFor(5));
    rig.stop();
    const std::lock_guard lock(mutex);
    const std::size_t cycles = rig.sink.everything().size();
    ASSERT_GE(requests.size(), 3 * cycles);
    EXPECT_LE(requests.size(), 3 * cycles + 3); // a cycle that the stop has cut short
    for (std::size_t cycle = 0; cycle < cycles; ++cycle) {
        std::set<std::string> three;
        for (std::size_t i = 0; i < 3; ++i) three.insert(testing::hexText(requests[3 * cycle + i]));
        EXPECT_EQ(three,
                  (std::set<std::string>{"03 75 31 00 0A", "01 00 01 00 04", "02 00 01 00 03"}));
    }
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

TEST(ModbusInput, ReadsManyConnectionsOnOneThreadAndNoneDelaysTheOthers)
{
    Device device;
    device.set(5, {42});
    std::vector<std::unique_ptr<TcpPeer>> peers;
    for (int i = 0; i < 8; ++i)
        peers.push_back(
            std::make_unique<TcpPeer>(i == 3 ? [](const Bytes&) { return testing::Reaction{}; }
                                             : testing::speakMbap(testing::allUnits(device))));
    Rig rig(peers[0]->connection(), {{"timeout", "2s"}});
    for (int i = 0; i < 8; ++i) {
        const std::string id = std::to_string(i);
        rig.config()
            .addMap("units",
                    {{"id", "1"}, {"device", "m" + id}, {"connection", peers[i]->connection()}})
            .addMap("registers", {{"metric", "value"}, {"address", "5"}});
    }
    const std::size_t before = threads();
    rig.start();
    const std::size_t during = threads();
    for (const int i : {0, 1, 2, 4, 5, 6, 7})
        ASSERT_TRUE(rig.waitForValues("m" + std::to_string(i), "value", 5));
    const std::size_t silent = rig.values("m3", "value").size();
    rig.stop();
    EXPECT_EQ(during - before, 1U);
    EXPECT_LE(silent, 1U);
}

TEST(ModbusInput, ReadsEachSerialLineOnItsOwnThread)
{
    Device device;
    device.set(5, {42});
    testing::PtyPeer first(testing::speakRtu(testing::allUnits(device)));
    testing::PtyPeer second(testing::speakRtu(testing::allUnits(device)));
    Rig rig(first.connection());
    rig.simpleUnit(1, "one", 5);
    rig.config()
        .addMap("units", {{"id", "1"}, {"device", "two"}, {"connection", second.connection()}})
        .addMap("registers", {{"metric", "value"}, {"address", "5"}});
    const std::size_t before = threads();
    rig.start();
    EXPECT_EQ(threads() - before, 2U);
    EXPECT_TRUE(rig.waitForValues("one", "value", 2));
    EXPECT_TRUE(rig.waitForValues("two", "value", 2));
    const auto steps = rig.input().probe();
    EXPECT_EQ(steps.size(), 4U);
    rig.stop();
}

TEST(ModbusInput, TellsWhatIsWrongWithEachOfItsConnections)
{
    std::string gone;
    {
        TcpPeer peer([](const Bytes&) { return testing::Reaction{}; });
        gone = peer.connection();
    }
    Device device;
    device.set(5, {42});
    TcpPeer good(testing::speakMbap(testing::allUnits(device)));
    Rig rig(good.connection());
    rig.simpleUnit(1, "good", 5);
    rig.config()
        .addMap("units", {{"id", "1"}, {"device", "gone"}, {"connection", gone}})
        .addMap("registers", {{"metric", "value"}, {"address", "5"}});
    rig.start();
    ASSERT_TRUE(rig.waitForValues("good", "value", 2));
    ASSERT_TRUE(rig.waitForValues("gone", "value", 1));
    rig.stop();
    EXPECT_EQ(rig.host.whyDegraded().find(gone + ": cannot connect"), 0U);
    EXPECT_EQ(rig.host.whyDegraded().find(good.connection()), std::string::npos);
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
