#include "config/scalars.h"
#include "counting.h"
#include "profiles.h"
#include "site.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

/// Where counters start again at 0, which follows from their registers.
namespace historian::devices {
namespace {

namespace counting = history::testing;

const std::map<std::string, int> kBits{{"u16", 16}, {"u32", 32}, {"u64", 64}};

std::string textAt(const config::Node& entry, std::string_view key, std::string fallback)
{
    const config::Node* node = entry.find(key);
    return node == nullptr ? fallback : node->scalar;
}

/// Of the narrowest register without sign that may hold the metric, at scale factor 0; nothing if
/// there is none.
std::optional<double> widthOf(const RegisterProfile& device, const std::string& metric)
{
    std::optional<double> width;
    for (const config::Node& entry : device.section.content.find("registers")->items) {
        const auto bits = kBits.find(textAt(entry, "type", "u16"));
        if (entry.find("metric")->scalar != metric || bits == kBits.end()) continue;
        const double scale = *config::parseNumber(textAt(entry, "scale", "1"));
        const double held = std::ldexp(1.0, bits->second) / std::round(1 / scale);
        width = std::min(width.value_or(held), held);
    }
    return width;
}

class CounterWidth : public ::testing::TestWithParam<RegisterProfile> {};

TEST_P(CounterWidth, IsThatOfItsRegister)
{
    for (const auto& [name, metric] : GetParam().profile.metrics) {
        if (metric.kind != SeriesKind::Counter) continue;
        const std::optional<double> width = widthOf(GetParam(), name);
        ASSERT_EQ(metric.counter.rollover.has_value(), width.has_value()) << name;
        EXPECT_DOUBLE_EQ(metric.counter.rollover.value_or(0), width.value_or(0)) << name;
    }
}

INSTANTIATE_TEST_SUITE_P(Packaged,
                         CounterWidth,
                         ::testing::ValuesIn(registerProfiles()),
                         [](const auto& device) { return device.param.testName(); });

counting::Counted countedBy(const std::string& profile, const counting::Shown& shown)
{
    std::vector<base::DeviceProfile> profiles;
    for (const RegisterProfile& device : registerProfiles()) profiles.push_back(device.profile);
    const counting::Site site({counting::configured("device", profile)}, profiles);
    return counting::count(site.catalog.rules("device", "total_energy_kwh"), shown);
}

TEST(Counters, AreCountedAcrossTheEndOfTheirRegister)
{
    const auto counted = countedBy(
        "huawei-sun2000", {{0, 42'949'672.90}, {5, 42'949'672.95}, {10, 0.01}, {15, 0.03}});
    EXPECT_EQ(counted.increase, *history::amountOf(0.09));
    ASSERT_EQ(counted.events.size(), 1U);
    EXPECT_EQ(counted.events[0].kind, history::CounterEventKind::Rollover);
}

TEST(Counters, InventNothingWhenAnInverterIsReplaced)
{
    EXPECT_EQ(countedBy("huawei-sun2000", {{0, 39'000'000}, {5, 0}, {10, 0.02}}).increase,
              *history::amountOf(0.02));
    EXPECT_EQ(countedBy("fronius", {{0, 4'200'000}, {5, 0.1}, {10, 0.2}}).increase,
              *history::amountOf(0.1));
}

} // namespace
} // namespace historian::devices
