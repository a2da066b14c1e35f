#include "ctl/modbus/scan.h"

#include <gtest/gtest.h>

#include <map>

namespace historian::ctl {

namespace {

using Kind = modbus::Answer::Kind;
using std::chrono::milliseconds;

modbus::Answer refusal(std::uint8_t code)
{
    return {Kind::Exception, code, {}};
}

/// A bus whose units answer holding register 0 with what the map says; others keep silent. Each
/// question takes 10 ms, by a clock that only they move.
struct ScriptedBus {
    std::map<unsigned, modbus::Answer> presence;
    std::map<unsigned, unsigned> sunspec; ///< model at 40000, by unit
    std::vector<unsigned> asked;
    SteadyTime time{};
    milliseconds step{10};

    modbus::Answer ask(std::uint8_t unit, const modbus::Read& read)
    {
        time += step;
        const auto found = presence.find(unit);
        if (read.count == 1) asked.push_back(unit);
        if (read.count == 1) return found == presence.end() ? modbus::Answer{} : found->second;
        const auto model = sunspec.find(unit);
        if (model == sunspec.end()) return refusal(2);
        if (read.address == 40000) return {Kind::Values, 0, {0x5375, 0x6E53}};
        if (read.address == 40002)
            return {Kind::Values, 0, {static_cast<std::uint16_t>(model->second), 50}};
        return {Kind::Values, 0, {0xFFFF, 0}};
    }

    Scanner scanner()
    {
        return {[this](std::uint8_t unit, const modbus::Read& read) { return ask(unit, read); },
                [this] { return time; }};
    }
};

} // namespace

TEST(Scan, FindsThoseThatAnswerAndThoseThatOnlyRefuse)
{
    ScriptedBus bus{{{3, {Kind::Values, 0, {7}}}, {5, refusal(2)}}, {}, {}};
    const Scan scan = scanUnits({1, 10}, bus.scanner());
    EXPECT_EQ(scan.end, ScanEnd::Complete);
    EXPECT_EQ(scan.asked, 10U);
    ASSERT_EQ(scan.units.size(), 2U);
    EXPECT_EQ(scan.units[0].unit, 3);
    EXPECT_EQ(scan.units[0].took, milliseconds(10));
    EXPECT_FALSE(scan.units[0].sunspec.base);
    EXPECT_EQ(scan.units[1].unit, 5);
    EXPECT_EQ(scan.units[1].exception, 2);
}

TEST(Scan, AsksEveryNumberOfTheProtocolOnce)
{
    ScriptedBus bus;
    scanUnits({}, bus.scanner());
    ASSERT_EQ(bus.asked.size(), 247U);
    EXPECT_EQ(bus.asked.front(), 1U);
    EXPECT_EQ(bus.asked.back(), 247U);
}

TEST(Scan, TakesAGatewaysWordThatNobodyIsThere)
{
    ScriptedBus bus{{{1, refusal(11)}, {2, refusal(10)}}, {}, {}};
    EXPECT_TRUE(scanUnits({1, 2}, bus.scanner()).units.empty());
}

TEST(Scan, KeepsANumberThatTwoDevicesHave)
{
    ScriptedBus bus{{{4, {Kind::Garbled, 0, {}}}}, {}, {}};
    const Scan scan = scanUnits({4, 4}, bus.scanner());
    ASSERT_EQ(scan.units.size(), 1U);
    EXPECT_EQ(scan.units[0].answer, Kind::Garbled);
}

TEST(Scan, FindsSunSpecModels)
{
    ScriptedBus bus{{{1, refusal(2)}}, {{1, 103}}, {}};
    const Scan scan = scanUnits({1, 1}, bus.scanner());
    ASSERT_EQ(scan.units.size(), 1U);
    EXPECT_EQ(scan.units[0].sunspec.base, 40000);
    ASSERT_EQ(scan.units[0].sunspec.models.size(), 1U);
    EXPECT_EQ(scan.units[0].sunspec.models[0].id, 103);
}

TEST(Scan, KeepsWhatItSawWhenInterrupted)
{
    ScriptedBus bus{{{1, refusal(2)}, {2, {Kind::Interrupted, 0, {}}}}, {}, {}};
    const Scan scan = scanUnits({1, 9}, bus.scanner());
    EXPECT_EQ(scan.end, ScanEnd::Interrupted);
    EXPECT_EQ(scan.asked, 1U);
    EXPECT_EQ(scan.units.size(), 1U);
}

TEST(Scan, EndsWhereTheLineIsLost)
{
    ScriptedBus bus{{{2, {Kind::Lost, 0, {}}}}, {}, {}};
    const Scan scan = scanUnits({1, 9}, bus.scanner());
    EXPECT_EQ(scan.end, ScanEnd::LineLost);
    EXPECT_EQ(bus.asked.size(), 2U);
}

TEST(Scan, EndsAtItsLimitOfTime)
{
    ScriptedBus bus;
    bus.step = std::chrono::minutes(5);
    const Scan scan = scanUnits({}, bus.scanner());
    EXPECT_EQ(scan.end, ScanEnd::TimeOver);
    EXPECT_EQ(scan.asked, 3U);
}

TEST(Scan, TellsBeforeEachUnitHowFarItIs)
{
    ScriptedBus bus{{{1, refusal(2)}}, {}, {}};
    std::vector<std::pair<unsigned, std::size_t>> told;
    Scanner scanner = bus.scanner();
    scanner.show = [&told](const Scan& soFar) {
        told.emplace_back(soFar.asked, soFar.units.size());
    };
    scanUnits({1, 2}, scanner);
    EXPECT_EQ(told, (std::vector<std::pair<unsigned, std::size_t>>{{0, 0}, {1, 1}}));
}

TEST(UnitRange, IsFromOneToTheLastOfTheProtocol)
{
    const auto all = parseUnitRange("1-247");
    ASSERT_TRUE(all);
    EXPECT_EQ(all->last, 247U);
    const auto one = parseUnitRange("7");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->first, 7U);
    EXPECT_EQ(one->last, 7U);
    for (const char* bad : {"", "0", "248", "1-248", "9-3", "1-", "-3", "a", "1-2-3", "1 - 3"})
        EXPECT_FALSE(parseUnitRange(bad)) << bad;
}

} // namespace historian::ctl
