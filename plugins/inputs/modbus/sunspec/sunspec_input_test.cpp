#include "testing/device.h"
#include "testing/rig.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using testing::Device;
using testing::Rig;
using testing::TcpPeer;
using Strings = std::vector<std::string>;

/// An inverter (model 103) with a meter (model 203) behind it, from address 40000 on.
void fill(Device& device)
{
    Words image(300, 0);
    image[0] = 0x5375;
    image[1] = 0x6E53;
    image[2] = 103;
    image[3] = 50;
    image[16] = 550;
    image[54] = 203;
    image[55] = 105;
    image[72] = 77;
    image[161] = 0xFFFF;
    device.set(40000, image);
}

void configure(historian::testing::TestConfig& unit)
{
    unit.addMap("registers", {{"metric", "power_w"}, {"address", "14"}}).add("models", "103");
    unit.addMap("registers", {{"metric", "meter_w"}, {"address", "18"}}).add("models", "203");
}

bool isDegraded(Rig& rig, std::string_view words)
{
    const auto end = std::chrono::steady_clock::now() + testing::kPatience;
    while (rig.host.whyDegraded().find(words) == std::string::npos)
        if (std::chrono::steady_clock::now() > end) return false;
    return true;
}

bool asksFor(ByteView pdu, unsigned address)
{
    return pdu[1] == address / 256 && pdu[2] == address % 256;
}

} // namespace

TEST(SunSpecInput, SearchesAgainWhenTheDeviceWasBusyInTheMiddleOfItsModels)
{
    std::atomic<bool> isWaking{true};
    Device device;
    fill(device);
    TcpPeer peer(testing::speakMbap([&](std::uint8_t, ByteView pdu) {
        return isWaking && asksFor(pdu, 40054) ? Bytes{0x83, 4} : device.answer(pdu);
    }));
    Rig rig(peer.connection());
    configure(rig.unit(1, "inverter"));
    rig.start();
    ASSERT_TRUE(rig.waitForValues("inverter", "power_w", 1));
    isWaking = false;
    EXPECT_TRUE(rig.waitForValues("inverter", "meter_w", 2));
    rig.stop();
    EXPECT_EQ(rig.values("inverter", "meter_w").back(), "77");
}

TEST(SunSpecInput, KnowsADeviceThatEndsItsModelsWithAnOddExceptionAfterOneSearch)
{
    for (const std::uint8_t code : Bytes{4, 6}) {
        std::atomic<int> searches{0};
        Device device;
        fill(device);
        TcpPeer peer(testing::speakMbap([&](std::uint8_t, ByteView pdu) {
            if (asksFor(pdu, 40000)) ++searches;
            return asksFor(pdu, 40161) ? Bytes{0x83, code} : device.answer(pdu);
        }));
        Rig rig(peer.connection());
        configure(rig.unit(1, "inverter"));
        rig.start();
        ASSERT_TRUE(rig.waitForValues("inverter", "meter_w", 30));
        rig.stop();
        EXPECT_LE(searches, 5) << "the second comes after 10 s, the fifth after 150 s";
        EXPECT_EQ(rig.values("inverter", "power_w").back(), "550");
        EXPECT_EQ(rig.host.whyDegraded(), "");
    }
}

TEST(SunSpecInput, ReadsWhatIsLeftWhenTheModelsEndSoonerAfterAReconnect)
{
    std::atomic<bool> isSilent{false};
    std::atomic<unsigned> end{40161};
    Device device;
    fill(device);
    TcpPeer peer(testing::speakMbap([&](std::uint8_t, ByteView pdu) {
        if (isSilent) return Bytes{};
        return asksFor(pdu, end) ? Bytes{0x83, 4} : device.answer(pdu);
    }));
    Rig rig(peer.connection(), {{"timeout", "200ms"}});
    configure(rig.unit(1, "inverter"));
    rig.start();
    ASSERT_TRUE(rig.waitForValues("inverter", "meter_w", 2));
    isSilent = true;
    ASSERT_TRUE(isDegraded(rig, "no reply"));
    end = 40054;
    isSilent = false;
    ASSERT_TRUE(
        rig.waitForValues("inverter", "power_w", rig.values("inverter", "power_w").size() + 3));
    rig.stop();
    EXPECT_EQ(rig.values("inverter", "power_w").back(), "550");
    EXPECT_EQ(rig.values("inverter", "meter_w").back(), "bad_comm");
}

TEST(SunSpecInput, LetsASleepingInverterBehindAGatewayRest)
{
    std::atomic<std::uint64_t> toSleeper{0};
    std::atomic<std::uint64_t> toMeter{0};
    Device device;
    fill(device);
    TcpPeer peer(testing::speakMbap([&](std::uint8_t unit, ByteView pdu) {
        ++(unit == 2 ? toSleeper : toMeter);
        return unit == 2 ? Bytes{0x83, 11} : device.answer(pdu);
    }));
    Rig rig(peer.connection());
    configure(rig.unit(2, "sleeper"));
    rig.simpleUnit(1, "meter-1", 40016);
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", 20));
    rig.stop();
    EXPECT_LE(toSleeper * 3, toMeter);
    EXPECT_NE(rig.host.whyDegraded().find("unit 2 (sleeper): no reply"), std::string::npos)
        << rig.host.whyDegraded();
}

TEST(SunSpecInput, SaysWhatIsMissingWhenTheDeviceHidesItsModels)
{
    std::atomic<bool> isHidden{false};
    Device device;
    fill(device);
    TcpPeer peer(testing::speakMbap([&](std::uint8_t, ByteView pdu) {
        return isHidden ? Bytes{0x83, 2} : device.answer(pdu);
    }));
    Rig rig(peer.connection());
    configure(rig.unit(1, "inverter"));
    rig.start();
    ASSERT_TRUE(rig.waitForValues("inverter", "power_w", 2));
    isHidden = true;
    ASSERT_TRUE(isDegraded(rig, "there is no SunSpec mark"));
    isHidden = false;
    const std::size_t before = rig.values("inverter", "power_w").size();
    ASSERT_TRUE(rig.waitForValues("inverter", "power_w", before + 2));
    rig.stop();
    const Strings values = rig.values("inverter", "power_w");
    EXPECT_EQ(values.back(), "550");
    EXPECT_EQ(std::ranges::count_if(values, [](auto& v) { return v.starts_with("bad_"); }), 1);
}

} // namespace historian::modbus
