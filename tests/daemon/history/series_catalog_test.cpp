#include "site.h"

#include <gtest/gtest.h>

namespace historian::history {
namespace {

using testing::Site;

base::DeviceProfile boardProfile()
{
    base::DeviceProfile profile;
    profile.name = "board";
    profile.expectedInterval = std::chrono::seconds(5);
    base::MetricProfile power;
    power.unit = "kW";
    power.origin = Origin::Derived;
    profile.metrics.emplace("power", power);
    base::MetricProfile energy;
    energy.unit = "Wh";
    energy.kind = SeriesKind::Counter;
    energy.counter = {1, 1e6, 2000.0, true};
    profile.metrics.emplace("energy_wh", energy);
    return profile;
}

class SeriesCatalogTest : public ::testing::Test {
protected:
    static base::DeviceSettings slow()
    {
        base::DeviceSettings settings = testing::configured("slow");
        settings.expectedInterval = std::chrono::minutes(15);
        return settings;
    }

    Site site_{
        {testing::configured("b", "board"), testing::configured("rated", "board", 3.0), slow()},
        {boardProfile()}};
};

TEST_F(SeriesCatalogTest, BelievesTheProfileFirst)
{
    const auto power = site_.catalog.describe("b", "power");
    EXPECT_EQ(power.unit, "kW");
    EXPECT_EQ(power.origin, Origin::Derived);
}

TEST_F(SeriesCatalogTest, KnowsThePredecessorsElevenWithoutAProfile)
{
    const std::pair<std::string_view, std::string_view> units[] = {
        {"current", "A"},
        {"voltage", "V"},
        {"power", "W"},
        {"ac_power_kw", "kW"},
        {"total_energy_kwh", "kWh"},
        {"grid_frequency_hz", "Hz"},
        {"power_factor", ""},
        {"ambient_temp_c", "°C"},
        {"irradiance_w_m2", "W/m²"},
        {"system_status", ""},
        {"efficiency", ""},
    };
    for (const auto& [metric, unit] : units)
        EXPECT_EQ(site_.catalog.describe("stranger", metric).unit, unit) << metric;
    EXPECT_EQ(site_.catalog.describe("stranger", "total_energy_kwh").kind, SeriesKind::Counter);
    EXPECT_EQ(site_.catalog.describe("stranger", "system_status").kind, SeriesKind::State);
    EXPECT_EQ(site_.catalog.describe("stranger", "power").origin, Origin::Unknown);
}

TEST_F(SeriesCatalogTest, ReadsTheUnitFromTheEndOfAName)
{
    EXPECT_EQ(unitOfName("energy_export_kwh"), "kWh");
    EXPECT_EQ(unitOfName("irradiance_poa_w_m2"), "W/m²");
    EXPECT_EQ(unitOfName("power_dc_w"), "W");
    EXPECT_EQ(unitOfName("voltage_l1_v"), "V");
    EXPECT_EQ(unitOfName("wind_m_s"), "m/s");
    EXPECT_EQ(unitOfName("door"), "");
    EXPECT_EQ(site_.catalog.describe("b", "energy_export_kwh").kind, SeriesKind::Counter);
}

TEST_F(SeriesCatalogTest, LimitsARiseByTheRatedPower)
{
    EXPECT_EQ(site_.catalog.rules("rated", "energy_wh").ratePerHour, 3750.0);
    EXPECT_EQ(site_.catalog.rules("rated", "energy_export_kwh").ratePerHour, 3.75);
}

TEST_F(SeriesCatalogTest, LimitsARiseByTheProfileWithoutARatedPower)
{
    const CounterRules rules = site_.catalog.rules("b", "energy_wh");
    EXPECT_EQ(rules.ratePerHour, 2000.0);
    EXPECT_EQ(rules.resolution, *amountOf(1.0));
    EXPECT_EQ(rules.rollover, amountOf(1e6));
    EXPECT_TRUE(rules.resetsToZero);
    EXPECT_FALSE(site_.catalog.rules("b", "other_kwh").ratePerHour);
}

TEST_F(SeriesCatalogTest, KnowsHowOftenAReadingShouldCome)
{
    const auto interval = [&](std::string_view id) {
        return site_.catalog.expectedInterval(site_.registry.find(id).value_or(state::Device{}));
    };
    EXPECT_EQ(interval("b"), std::chrono::seconds(5));
    EXPECT_EQ(interval("slow"), std::chrono::minutes(15));
    EXPECT_EQ(interval("stranger"), kUnknownInterval);
    EXPECT_EQ(site_.catalog.rules("slow", "x_kwh").maxGap, std::chrono::minutes(45));
    EXPECT_EQ(site_.catalog.rules("b", "energy_wh").maxGap, std::chrono::seconds(15));
}

} // namespace
} // namespace historian::history
