#include "bus_time.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

double asNumber(microseconds time)
{
    return static_cast<double>(time.count());
}

/// A unit with so many registers from 0 up, each read with every poll.
UnitSettings unitWith(std::uint16_t registers, milliseconds interval)
{
    UnitSettings unit;
    unit.interval = interval;
    unit.intervalPlace = "historian.yaml:7:5";
    unit.items.resize(registers);
    for (std::uint16_t i = 0; i < registers; ++i) unit.items[i].address = i;
    return unit;
}

LineSettings lineOf(std::string_view connection, std::vector<UnitSettings> units)
{
    return {*parseConnection(connection), {}, {}, std::move(units)};
}

constexpr const char* kSlow = "rtu:///dev/ttyUSB0?baud=9600";

} // namespace

TEST(BusTime, OfAnExchangeIsItsCharactersAndTwoSilences)
{
    const Read read{1, Table::Holding, 0, 30};
    // 8 characters of the question, 5 + 60 of the reply, 2 times 3.5: 10 bits each.
    EXPECT_NEAR(asNumber(exchangeTime(read, {9600, 8, 'N', 1})), 80 * 10 * 1e6 / 9600, 100);
    EXPECT_NEAR(asNumber(exchangeTime(read, {9600, 8, 'E', 1})), 80 * 11 * 1e6 / 9600, 100);
    // Above 19,200 baud a silence is 1.75 ms.
    EXPECT_NEAR(
        asNumber(exchangeTime(read, {115200, 8, 'N', 1})), 73 * 10 * 1e6 / 115200 + 3500, 100);
}

TEST(BusTime, SumsTheRequestsOfAllUnits)
{
    const auto one = exchangeTime({1, Table::Holding, 0, 30}, {});
    const LineSettings line =
        lineOf(kSlow, {unitWith(30, milliseconds(1000)), unitWith(30, milliseconds(500))});
    EXPECT_EQ(busTime(line).poll, 2 * one);
    EXPECT_NEAR(busTime(line).share, std::chrono::duration<double>(one).count() * 3, 1e-9);
}

TEST(BusTime, CountsTheGapsThatADeviceWantsBetweenRequests)
{
    UnitSettings unit = unitWith(2, milliseconds(1000));
    unit.items[1].address = 1000;
    const microseconds quick = busTime(lineOf(kSlow, {unit})).poll;
    unit.manners.requestGap = milliseconds(30);
    const microseconds slow = busTime(lineOf(kSlow, {unit})).poll;
    EXPECT_NEAR(asNumber(slow - quick), 30'000 - 3.5 * 10 * 1e6 / 9600, 10);
}

TEST(BusTime, IsShortForARegisterThatIsReadOnceAnHour)
{
    UnitSettings unit = unitWith(1, milliseconds(100));
    unit.items[0].interval = std::chrono::hours(1);
    EXPECT_EQ(busTime(lineOf(kSlow, {unit})).poll, microseconds(0));
    EXPECT_LT(busTime(lineOf(kSlow, {unit})).share, 1e-4);
}

TEST(BusTime, RemarksOnAnIntervalThatTheLineCannotKeep)
{
    const std::vector<UnitSettings> four(4, unitWith(30, milliseconds(100)));
    EXPECT_EQ(busRemark(lineOf(kSlow, four)),
              "historian.yaml:7:5: interval: one poll of all 4 units takes at least 334 ms at 9600 "
              "baud, but is due every 100 ms, so polls will be left out; 500ms would do");
    EXPECT_EQ(busRemark(lineOf("rtu:///dev/ttyUSB0?baud=115200", four)), "");
    EXPECT_EQ(busRemark(lineOf("tcp://10.0.0.5", four)), "");
    EXPECT_EQ(busRemark(lineOf("rtutcp://10.0.0.5:4196", four)), "");
}

TEST(BusTime, RemarksOnTheMostHurriedOfTheUnits)
{
    UnitSettings hurried = unitWith(125, milliseconds(200));
    hurried.intervalPlace = "historian.yaml:9:9";
    hurried.limits.registersMax = 125;
    const std::string remark =
        busRemark(lineOf(kSlow, {unitWith(1, std::chrono::minutes(1)), hurried}));
    EXPECT_EQ(remark.find("historian.yaml:9:9: interval: one poll of all 2 units"), 0U) << remark;
}

TEST(BusTime, SaysNothingOfModelsThatAreNotFoundYet)
{
    UnitSettings unit = unitWith(125, milliseconds(100));
    unit.items[0].models = {103};
    EXPECT_EQ(busRemark(lineOf(kSlow, {unit})), "");
}

} // namespace historian::modbus
