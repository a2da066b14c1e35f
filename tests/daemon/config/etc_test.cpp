#include "config/device_profiles.h"
#include "config/settings.h"
#include "config_support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

/// The files of etc/, as they are installed.
namespace historian::config {
namespace {

base::DeviceProfile profileNamed(std::string_view name)
{
    const DeviceProfiles loaded = loadDeviceProfiles(HISTORIAN_ETC "/devices");
    return *std::ranges::find(loaded.profiles, name, &base::DeviceProfile::name);
}

TEST(Etc, HasAConfigurationThatWorksAsItIs)
{
    const std::string text = readConfigFile(HISTORIAN_ETC "/historian.yaml");
    std::vector<Problem> problems;
    const Settings settings = readSettings(parseYaml(text, "historian.yaml"), problems);
    EXPECT_EQ(texts(problems), Texts{});
    ASSERT_EQ(settings.inputs.size(), 1U);
    EXPECT_EQ(settings.inputs[0].plugin, "http");
    EXPECT_EQ(texts(settings.inputs[0].problems), Texts{});
    EXPECT_TRUE(settings.outputs.empty());
}

TEST(Etc, SaysThatTheFieldBoardMeasuresItsCurrentOnly)
{
    const base::DeviceProfile board = profileNamed("esp32-scada");
    ASSERT_EQ(board.metrics.size(), 12U);
    const std::set<std::string> measured{"current", "current_raw_a"}; // the same clamp
    const std::set<std::string> derived{"power", "ac_power_kw", "total_energy_kwh"};
    const std::set<std::string> constant{"voltage", "system_status"};
    for (const auto& [name, metric] : board.metrics)
        EXPECT_EQ(metric.origin,
                  measured.contains(name)   ? Origin::Measured
                  : derived.contains(name)  ? Origin::Derived
                  : constant.contains(name) ? Origin::Constant
                                            : Origin::Simulated)
            << name;
}

TEST(Etc, KnowsTheFieldBoardByItsTimeAndAllItsMetrics)
{
    const base::DeviceProfile board = profileNamed("esp32-scada");
    EXPECT_TRUE(board.isAlwaysArrival);
    EXPECT_EQ(board.fingerprintSentTime, "2025-01-20T");
    EXPECT_EQ(board.fingerprintMetrics.size(), 11U);
    for (const std::string& metric : board.fingerprintMetrics)
        EXPECT_TRUE(board.metrics.contains(metric)) << metric;
}

TEST(Etc, KnowsThatTheBoardsCounterStartsAtZeroAndDoesNotRollOver)
{
    const base::MetricProfile energy = profileNamed("esp32-scada").metrics.at("total_energy_kwh");
    EXPECT_EQ(energy.kind, SeriesKind::Counter);
    EXPECT_EQ(energy.counter.resolution, 0.001);
    EXPECT_TRUE(energy.counter.resetsToZero);
    EXPECT_FALSE(energy.counter.rollover);
}

TEST(Etc, CallsEverythingOfTheDemonstrationSimulated)
{
    for (const auto& [name, metric] : profileNamed("demo").metrics)
        EXPECT_EQ(metric.origin, Origin::Simulated) << name;
}

} // namespace
} // namespace historian::config
