#include "../app_support.h"
#include "app/bridges/expected_readings.h"
#include "config/last_good.h"

#include <gtest/gtest.h>

namespace historian::app {
namespace {

base::ExpectedReadings expectedOf(const std::string& yaml)
{
    const TempDirectory temp;
    const config::Settings settings =
        config::checkSettings(temp.write("historian.yaml", yaml)).settings;
    config::DeviceProfiles profiles;
    base::DeviceProfile meter;
    meter.name = "meter";
    meter.expectedInterval = std::chrono::seconds(10);
    meter.metrics = {{"power", {}}, {"voltage", {}}};
    profiles.profiles.push_back(meter);
    return expectedReadings(
        settings, profiles, settings.outputs.empty() ? settings.store : settings.outputs.front());
}

} // namespace

TEST(ExpectedReadings, CountADeviceByItsIntervalElseByItsProfile)
{
    const auto expected = expectedOf("devices:\n"
                                     "  - {id: a, profile: meter}\n"
                                     "  - {id: b, profile: meter, expected_interval: 20s}\n"
                                     "  - {id: c, expected_interval: 1min}\n"
                                     "  - {id: d}\n");
    EXPECT_DOUBLE_EQ(expected.readings, 8640 + 4320 + 1440);
    EXPECT_DOUBLE_EQ(expected.values, 2 * 8640 + 2 * 4320 + 11 * 1440);
}

TEST(ExpectedReadings, CountAUnitByTheIntervalOfItsInput)
{
    const auto expected =
        expectedOf("inputs:\n  - {name: m, plugin: modbus, interval: 5s, units: [{id: 1, device: a,"
                   " profile: meter}, {id: 2, device: b, profile: meter, interval: 10s}]}\n"
                   "  - {name: n, plugin: modbus, units: [{id: 1, device: c, profile: meter}]}\n");
    EXPECT_DOUBLE_EQ(expected.readings, 17'280 + 8640 + 86'400);
}

TEST(ExpectedReadings, AreFewerWhereTheOutputIsThinned)
{
    const auto expected = expectedOf("devices: [{id: a, expected_interval: 1s}]\n"
                                     "outputs: [{name: o, plugin: exec, resolution: 1min}]\n");
    EXPECT_DOUBLE_EQ(expected.readings, 1440);
}

TEST(ExpectedReadings, AreNoneWhereNoDeviceIsNamed)
{
    EXPECT_DOUBLE_EQ(expectedOf("").readings, 0);
}

} // namespace historian::app
