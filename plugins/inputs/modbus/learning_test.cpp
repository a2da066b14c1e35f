#include "testing/device.h"
#include "testing/rig.h"

#include <gtest/gtest.h>

namespace historian::modbus {

using testing::Device;
using testing::Rig;
using testing::TcpPeer;
using Strings = std::vector<std::string>;

TEST(ModbusLearning, KeepsTheOthersWhenOneRegisterOfFortyIsRefused)
{
    Device device;
    for (std::uint16_t address = 0; address < 40; ++address)
        if (address != 17) device.set(address, {address});
    TcpPeer peer(testing::speakMbap(testing::allUnits(device)));
    Rig rig(peer.connection());
    auto& unit = rig.unit(1, "meter-1");
    for (int i = 0; i < 40; ++i)
        unit.addMap("registers",
                    {{"metric", "r" + std::to_string(i)}, {"address", std::to_string(i)}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(3));
    rig.stop();
    EXPECT_EQ(rig.values("meter-1", "r17"), Strings(rig.sink.everything().size(), "bad_device"));
    EXPECT_EQ(rig.host.whyDegraded(),
              "unit 1 (meter-1): cannot read holding 17 (r17): illegal address (exception 2)");
    for (int i = 0; i < 40; ++i)
        if (i != 17) {
            EXPECT_EQ(rig.values("meter-1", "r" + std::to_string(i))[0], std::to_string(i));
        }
    std::string log;
    for (const std::string& line : rig.host.logLines()) log += line + "\n";
    EXPECT_NE(log.find("holding 17 (r17): illegal address (exception 2)"), std::string::npos)
        << log;
}

TEST(ModbusLearning, LearnsHowMuchADeviceLetsBeReadAtOnce)
{
    std::atomic<int> refusals{0};
    Device device;
    device.countMax = 10;
    for (std::uint16_t address = 0; address < 40; ++address) device.set(address, {address});
    TcpPeer peer(testing::speakMbap([&](std::uint8_t, ByteView pdu) {
        Bytes answer = device.answer(pdu);
        if (answer[0] > 0x80) ++refusals;
        return answer;
    }));
    Rig rig(peer.connection());
    auto& unit = rig.unit(1, "meter-1");
    for (int i = 0; i < 40; ++i)
        unit.addMap("registers",
                    {{"metric", "r" + std::to_string(i)}, {"address", std::to_string(i)}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(1));
    const int learnt = refusals;
    ASSERT_TRUE(rig.waitFor(4));
    rig.stop();
    EXPECT_EQ(refusals, learnt);
    EXPECT_EQ(rig.values("meter-1", "r39")[0], "39");
}

TEST(ModbusLearning, NeverTakesAScaleFromAnotherPollThanItsValue)
{
    std::atomic<std::uint16_t> turn{0};
    Device device;
    TcpPeer peer(testing::speakMbap([&](std::uint8_t, ByteView pdu) {
        const bool isEven = ++turn % 2 == 0;
        device.set(14, isEven ? Words{5500, 0xFFFF} : Words{55, 1});
        return device.answer(pdu);
    }));
    Rig rig(peer.connection());
    rig.unit(1, "inverter")
        .addMap(
            "registers",
            {{"metric", "power_w"}, {"address", "14"}, {"type", "s16"}, {"scale_register", "15"}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(6));
    rig.stop();
    for (const std::string& value : rig.values("inverter", "power_w")) EXPECT_EQ(value, "550");
}

TEST(ModbusLearning, FindsSunSpecModelsWhereverTheyStand)
{
    for (const std::uint16_t base : Words{0, 40000, 50000}) {
        Device device;
        Words image(300, 0);
        const auto put = [&](std::size_t at, std::uint16_t id, std::uint16_t length) {
            image[at] = id;
            image[at + 1] = length;
            return at + 2 + length;
        };
        image[0] = 0x5375;
        image[1] = 0x6E53;
        const std::size_t inverter = put(2, 1, 66);
        put(put(inverter, 103, 50), 0xFFFF, 0);
        image[inverter + 14] = 4997;
        image[inverter + 15] = 0xFFFE;
        image[inverter + 33] = 0x8000;
        device.set(base, image);
        TcpPeer peer(testing::speakMbap(testing::allUnits(device)));
        Rig rig(peer.connection());
        auto& unit = rig.unit(1, "inverter");
        auto& power = unit.addMap(
            "registers",
            {{"metric", "power_w"}, {"address", "14"}, {"type", "s16"}, {"scale_register", "15"}});
        for (const auto* model : {"101", "103"}) power.add("models", model);
        auto& heat = unit.addMap(
            "registers", {{"metric", "cabinet_temp_c"}, {"address", "33"}, {"type", "s16"}});
        heat.add("models", "103");
        heat.add("sentinel", "auto");
        unit.addMap("registers", {{"metric", "meter_w"}, {"address", "18"}}).add("models", "203");
        rig.start();
        ASSERT_TRUE(rig.waitFor(2));
        rig.stop();
        EXPECT_EQ(rig.values("inverter", "power_w")[0], "49.97") << base;
        EXPECT_EQ(rig.values("inverter", "cabinet_temp_c")[0], "bad_sentinel") << base;
        EXPECT_TRUE(rig.values("inverter", "meter_w").empty()) << base;
    }
}

TEST(ModbusLearning, NamesAFewOfManyRefusedRegistersAndHowManyThereAre)
{
    Device device;
    device.set(0, {42});
    TcpPeer peer(testing::speakMbap(testing::allUnits(device)));
    Rig rig(peer.connection());
    auto& unit = rig.unit(1, "meter-1");
    for (int i = 0; i < 8; ++i)
        unit.addMap("registers",
                    {{"metric", "r" + std::to_string(i)}, {"address", std::to_string(i)}});
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "r0", 3));
    rig.stop();
    const std::string why = rig.host.whyDegraded();
    EXPECT_TRUE(why.starts_with("unit 1 (meter-1): cannot read 7 registers: holding 1 (r1): "
                                "illegal address (exception 2), holding 2 (r2): "))
        << why;
    EXPECT_TRUE(why.ends_with("holding 5 (r5): illegal address (exception 2) and 2 more")) << why;
}

// A device that starts may refuse for a moment what it gives later.
TEST(ModbusLearning, IsHealthyAgainWhenWhatWasRefusedIsGiven)
{
    Device device;
    device.set(0, {42});
    TcpPeer peer(testing::speakMbap(testing::allUnits(device)));
    Rig rig(peer.connection());
    auto& unit = rig.unit(1, "meter-1");
    for (const char* address : {"0", "1"})
        unit.addMap("registers", {{"metric", "r" + std::string(address)}, {"address", address}});
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "r1", 2));
    EXPECT_EQ(rig.input().probe()[1].isGood, false);
    device.set(1, {43});
    EXPECT_EQ(rig.input().probe()[1].isGood, true);
    while (rig.values("meter-1", "r1").back() != "43")
        ASSERT_TRUE(rig.waitFor(rig.sink.everything().size() + 1));
    ASSERT_TRUE(rig.waitFor(rig.sink.everything().size() + 2));
    rig.stop();
    EXPECT_EQ(rig.host.whyDegraded(), "");
}

// Many a meter does not refuse a register that it does not have: it says nothing.
TEST(ModbusLearning, KeepsTheOthersWhenADeviceIsSilentAboutOneRegister)
{
    Device device;
    for (const std::uint16_t address : Words{100, 300, 500}) device.set(address, {address});
    TcpPeer peer(testing::speakMbap([&](std::uint8_t, ByteView pdu) {
        return pdu[1] == 500 / 256 && pdu[2] == 500 % 256 ? Bytes() : device.answer(pdu);
    }));
    Rig rig(peer.connection(), {{"timeout", "100ms"}});
    auto& unit = rig.unit(1, "meter-1");
    for (const char* address : {"100", "300", "500"})
        unit.addMap("registers", {{"metric", "r" + std::string(address)}, {"address", address}});
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "r100", 20));
    ASSERT_TRUE(rig.waitForValues("meter-1", "r300", 20));
    rig.stop();
    EXPECT_EQ(rig.values("meter-1", "r500").front(), "bad_comm");
    EXPECT_EQ(rig.values("meter-1", "r500").back(), "bad_device");
    EXPECT_EQ(rig.host.whyDegraded(),
              "unit 1 (meter-1): cannot read holding 500 (r500): no reply in time");
    EXPECT_EQ(rig.values("meter-1", "r100").back(), "100");
    EXPECT_LE(rig.host.counted("timeouts_total"), 8U);
}

} // namespace historian::modbus
