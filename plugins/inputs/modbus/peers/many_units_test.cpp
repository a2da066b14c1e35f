#include "testing/peers.h"
#include "testing/rig.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using testing::PymodbusServer;
using testing::Rig;
using Strings = std::vector<std::string>;

constexpr int kUnits = 8;
constexpr int kDead = 5;
constexpr double kInterval = 1;
constexpr std::size_t kReadings = 12;
constexpr double kGrowthMax = 1.2;

std::string meter(int id)
{
    return "meter-" + std::to_string(id);
}

/// Units 1 to 8 with their number times ten in register 10, without the dead one.
std::string imageWithoutTheDead()
{
    std::string image;
    for (int id = 1; id <= kUnits; ++id)
        if (id != kDead)
            image += (image.empty() ? "{" : ",") + ('"' + std::to_string(id)) +
                     R"(":{"hr":{"10":)" + std::to_string(id * 10) + "}}";
    return image + "}";
}

void expectOnlyTheDeadToSuffer(const std::string& connection)
{
    Rig rig(connection, {{"timeout", "2s"}, {"interval", "1s"}});
    for (int id = 1; id <= kUnits; ++id) rig.simpleUnit(id, meter(id), 10);
    rig.start();
    for (int id = 1; id <= kUnits; ++id) {
        const std::size_t readings = id == kDead ? 1 : kReadings;
        ASSERT_TRUE(rig.waitForValues(meter(id), "value", readings)) << meter(id);
    }
    rig.stop();
    EXPECT_EQ(rig.values(meter(kDead), "value"), Strings{"bad_comm"});
    for (int id = 1; id <= kUnits; ++id) {
        if (id == kDead) continue;
        EXPECT_LE(rig.middleStep(meter(id)).count(), kInterval * kGrowthMax) << meter(id);
        for (const std::string& value : rig.values(meter(id), "value"))
            EXPECT_EQ(value, std::to_string(id * 10));
    }
    EXPECT_EQ(rig.host.whyDegraded(), "unit 5 (meter-5): no reply in time");
}

} // namespace

TEST(ModbusManyUnits, OneDeadOfEightOnABusLeavesTheOthersTheirInterval)
{
    const testing::SerialCable cable;
    const PymodbusServer server(cable.far(), imageWithoutTheDead());
    expectOnlyTheDeadToSuffer("rtu://" + cable.near() + "?baud=9600");
}

TEST(ModbusManyUnits, OneDeadOfEightBehindAConnectionLeavesTheOthersTheirInterval)
{
    const PymodbusServer server("tcp", imageWithoutTheDead());
    expectOnlyTheDeadToSuffer("tcp://127.0.0.1:" + server.port());
}

TEST(ModbusManyUnits, ASlowOneAmongFastOnesIsReadAndDelaysNobody)
{
    const testing::SerialCable cable;
    const PymodbusServer server(cable.far(),
                                R"({"1":{"hr":{"10":1}},"2":{"hr":{"10":2},"delay_ms":400},)"
                                R"("3":{"hr":{"10":3}},"4":{"hr":{"10":4}}})");
    Rig rig("rtu://" + cable.near() + "?baud=9600", {{"timeout", "10s"}, {"interval", "1200ms"}});
    for (int id = 1; id <= 4; ++id) rig.simpleUnit(id, meter(id), 10);
    rig.start();
    for (int id = 1; id <= 4; ++id) ASSERT_TRUE(rig.waitForValues(meter(id), "value", 9));
    rig.stop();
    for (int id = 1; id <= 4; ++id) {
        EXPECT_LE(rig.middleStep(meter(id)).count(), 1.2 * kGrowthMax) << meter(id);
        for (const std::string& value : rig.values(meter(id), "value"))
            EXPECT_EQ(value, std::to_string(id));
    }
    EXPECT_EQ(rig.host.whyDegraded(), "");
}

TEST(ModbusManyUnits, ADeadOneThatAnswersAgainIsReadAtItsIntervalAtOnce)
{
    const testing::SerialCable cable;
    PymodbusServer server(cable.far(), R"({"1":{"hr":{"10":1}}})");
    Rig rig("rtu://" + cable.near() + "?baud=9600", {{"timeout", "2s"}, {"interval", "300ms"}});
    for (int id = 1; id <= 2; ++id) rig.simpleUnit(id, meter(id), 10);
    rig.start();
    ASSERT_TRUE(rig.waitForValues(meter(2), "value", 1));
    ASSERT_TRUE(rig.waitForValues(meter(1), "value", 5));
    server.change(R"({"2":{"hr":{"10":20}}})");
    ASSERT_TRUE(rig.waitForValues(meter(2), "value", 12));
    rig.stop();
    const Strings values = rig.values(meter(2), "value");
    EXPECT_EQ(std::ranges::count(values, "bad_comm"), 1);
    EXPECT_EQ(values[1], "20");
    EXPECT_EQ(rig.host.whyDegraded(), "");
}

} // namespace historian::modbus
