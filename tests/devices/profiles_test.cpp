#include "config/scalars.h"
#include "profiles.h"
#include "vector_file.h"

#include <gtest/gtest.h>

namespace historian::devices {
namespace {

namespace fs = std::filesystem;

const fs::path kVectors = HISTORIAN_VECTORS;

class Profile : public ::testing::TestWithParam<RegisterProfile> {};

std::set<std::string> metricsWithRegisters(const RegisterProfile& device)
{
    std::set<std::string> metrics;
    for (const config::Node& entry : device.section.content.find("registers")->items)
        metrics.insert(entry.find("metric")->scalar);
    return metrics;
}

TEST_P(Profile, HasARegisterForEveryMetricAndNoOther)
{
    EXPECT_EQ(metricsWithRegisters(GetParam()), metricsOf(GetParam()));
}

TEST_P(Profile, HasVectorsForEveryMetricAndNoOther)
{
    std::set<std::string> expected;
    for (const Vector& vector : readVectors(kVectors / (GetParam().profile.name + ".txt")))
        for (const Expectation& expectation : vector.expected) expected.insert(expectation.metric);
    EXPECT_EQ(expected, metricsOf(GetParam()));
}

TEST_P(Profile, SaysWhereEveryValueComesFrom)
{
    for (const auto& [name, metric] : GetParam().profile.metrics)
        EXPECT_NE(metric.origin, Origin::Unknown) << name;
}

TEST_P(Profile, CountsItsEnergyInKilowattHours)
{
    for (const auto& [name, metric] : GetParam().profile.metrics) {
        const bool isEnergy = name.ends_with("_kwh");
        EXPECT_EQ(metric.kind == SeriesKind::Counter, isEnergy) << name;
        EXPECT_EQ(metric.unit == "kWh", isEnergy) << name;
    }
}

TEST_P(Profile, TakesTheValuesOfItsVectorsForPossible)
{
    for (const Vector& vector : readVectors(kVectors / (GetParam().profile.name + ".txt")))
        for (const auto& [name, value] : vector.expected) {
            const base::MetricProfile& metric = GetParam().profile.metrics.at(name);
            const std::optional<double> number = config::parseNumber(value);
            if (!number || !metric.min) continue;
            EXPECT_TRUE(*number >= *metric.min && *number <= *metric.max)
                << vector.name << ": " << name << " = " << value;
        }
}

TEST(Profiles, KnowTheRangeOfEveryPhysicalValue)
{
    const std::set<std::string> physical{"V", "A", "W", "kW", "Hz", "%", "ohm"};
    for (const base::DeviceProfile& profile :
         config::loadDeviceProfiles(HISTORIAN_ETC "/devices").profiles)
        for (const auto& [name, metric] : profile.metrics)
            EXPECT_TRUE((metric.min && metric.max) ||
                        !(physical.contains(metric.unit) || name == "power_factor"))
                << profile.name << ": " << name;
}

INSTANTIATE_TEST_SUITE_P(Packaged,
                         Profile,
                         ::testing::ValuesIn(registerProfiles()),
                         [](const auto& device) { return device.param.testName(); });

TEST(Profiles, AreThereForEveryFileOfVectors)
{
    std::set<std::string> profiles;
    for (const RegisterProfile& device : registerProfiles()) profiles.insert(device.profile.name);
    std::set<std::string> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(kVectors))
        files.insert(entry.path().stem());
    EXPECT_EQ(files, profiles);
}

TEST(Profiles, KnowThatTheFieldBoardsCounterWrapsOnModbusOnly)
{
    for (const RegisterProfile& device : registerProfiles()) {
        if (device.profile.name != "esp32-scada-modbus") continue;
        const base::CounterTraits counter = device.profile.metrics.at("total_energy_kwh").counter;
        EXPECT_EQ(counter.rollover, 655.36);
        EXPECT_EQ(counter.resolution, 0.01);
        EXPECT_TRUE(counter.resetsToZero);
    }
}

} // namespace

} // namespace historian::devices
