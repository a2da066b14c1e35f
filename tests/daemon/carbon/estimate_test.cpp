#include "../history/site.h"
#include "carbon/estimate_json.h"
#include "json_view.h"

#include <gtest/gtest.h>

namespace historian::carbon {
namespace {

using historian::testing::JsonView;
using history::testing::at;
using history::testing::configured;
using history::testing::Site;

class EstimateTest : public ::testing::Test {
protected:
    void post(double seconds, double kwh, std::string_view id = "ESP32-001")
    {
        site_.post(id,
                   at(seconds),
                   {{"current", 2.5},
                    {"voltage", 220.0},
                    {"power", 550.0},
                    {"ac_power_kw", 0.55},
                    {"total_energy_kwh", kwh},
                    {"irradiance_w_m2", 850.0},
                    {"efficiency", 0.96}});
    }

    std::string json(std::string_view id = "ESP32-001", const Period& period = {})
    {
        const auto device = site_.registry.find(id);
        const auto estimate = estimator_.estimate(device.value(), period);
        if (!estimate || !*estimate) return "";
        return estimateJson(**estimate, settings_, carbon_);
    }

    Site site_{{configured("ESP32-001", "", 1.0), configured("unrated")}};
    base::SiteSettings settings_;
    base::CarbonSettings carbon_;
    history::Archive archive_{site_.store};
    Estimator estimator_{carbon_, archive_, site_.totals, site_.catalog, site_.symbols};
};

TEST_F(EstimateTest, GivesThePredecessorsDocumentedExample)
{
    post(1800, 1.234);
    const JsonView view(json());
    ASSERT_TRUE(view.isValid());
    EXPECT_EQ(view.raw("/monitoring_data/gross_generation_mwh"), "0.001234");
    EXPECT_EQ(view.raw("/monitoring_data/net_export_mwh"), "0.001209");
    EXPECT_EQ(view.raw("/calculations/emission_reductions_tco2"), "0.000979");
    EXPECT_EQ(view.raw("/calculations/baseline_emissions_tco2"), "0.000979");
    EXPECT_EQ(view.raw("/calculations/carbon_credits_generated"), "0.000979");
    EXPECT_EQ(view.number("/calculations/project_emissions_tco2"), 0);
    EXPECT_EQ(view.number("/monitoring_data/capacity_factor"), 55.0);
}

TEST_F(EstimateTest, KeepsEveryKeyOfThePredecessor)
{
    post(1800, 1.234);
    const JsonView view(json());
    EXPECT_EQ(view.text("/methodology"), "GCCM001_v4");
    EXPECT_EQ(view.text("/reporting_period"), "2025-01-20T10:30:00Z");
    EXPECT_EQ(view.text("/project_info/project_name"), "ESP32 Solar Monitor - ESP32-001");
    EXPECT_EQ(view.text("/project_info/project_id"), "VCC-ESP32-001");
    EXPECT_EQ(view.text("/project_info/location"), "Morocco");
    EXPECT_EQ(view.raw("/project_info/capacity_mw"), "0.001");
    EXPECT_EQ(view.number("/monitoring_data/average_irradiance"), 850);
    EXPECT_EQ(view.number("/monitoring_data/current_rms"), 2.5);
    EXPECT_EQ(view.number("/monitoring_data/system_efficiency"), 0.96);
}

TEST_F(EstimateTest, SaysThatItIsOneAndShowsTheSourcedFactorBeside)
{
    post(1800, 1.234);
    const JsonView view(json());
    EXPECT_TRUE(view.flag("/estimate"));
    EXPECT_EQ(view.number("/factor"), 0.81);
    EXPECT_NE(view.text("/factor_source").find("no published source"), std::string::npos);
    EXPECT_EQ(view.number("/sourced/factor"), 0.66);
    EXPECT_NE(view.text("/sourced/source").find("IFI"), std::string::npos);
    EXPECT_EQ(view.raw("/sourced/emission_reductions_tco2"), "0.000798");
}

TEST_F(EstimateTest, CountsTheFirstValueAndAllIncreasesSince)
{
    post(0, 1.0);
    post(3600, 1.5);
    post(7200, 0.0);
    post(10'800, 0.25);
    const JsonView view(json());
    EXPECT_EQ(view.raw("/monitoring_data/gross_generation_mwh"), "0.00175");
    EXPECT_EQ(view.number("/data_quality/resets"), 1);
    EXPECT_EQ(view.text("/period_start"), "2025-01-20T10:00:00Z");
    EXPECT_EQ(view.text("/period_end"), "2025-01-20T13:00:00Z");
}

TEST_F(EstimateTest, CountsOnlyTheIncreaseOfAPeriod)
{
    post(0, 1.0);
    post(3600, 1.5);
    post(7200, 2.25);
    const JsonView view(json("ESP32-001", {at(3601), at(7201)}));
    EXPECT_EQ(view.raw("/monitoring_data/gross_generation_mwh"), "0.00075");
    EXPECT_EQ(view.text("/period_start"), "2025-01-20T11:00:01Z");
    EXPECT_EQ(view.text("/period_end"), "2025-01-20T12:00:01Z");
}

TEST_F(EstimateTest, HasNoCapacityFactorWithoutARatedPower)
{
    post(0, 1.0, "unrated");
    const JsonView view(json("unrated"));
    EXPECT_TRUE(view.isNull("/monitoring_data/capacity_factor"));
    EXPECT_EQ(view.raw("/project_info/capacity_mw"), "0.001");
    EXPECT_TRUE(view.flag("/data_quality/unbounded"));
    EXPECT_NE(view.raw("/data_quality/warnings").find("rated_power_unknown"), std::string::npos);
}

TEST_F(EstimateTest, LabelsADeviceThatNobodyApproved)
{
    site_.registry.admit("stranger", true, "10.0.0.9");
    post(0, 1.0, "stranger");
    const JsonView view(json("stranger"));
    EXPECT_EQ(view.text("/data_quality/standing"), "unapproved");
    EXPECT_NE(view.raw("/data_quality/warnings").find("device_not_approved"), std::string::npos);
}

TEST_F(EstimateTest, LabelsSimulatedEnergy)
{
    base::DeviceProfile profile;
    profile.name = "simulator";
    profile.metrics["total_energy_kwh"] = {
        "kWh", SeriesKind::Counter, Origin::Simulated, {}, {}, {}};
    Site site({configured("sim", "simulator", 1.0)}, {profile});
    site.post("sim", at(0), {{"total_energy_kwh", 1.0}});
    history::Archive archive(site.store);
    const Estimator estimator(carbon_, archive, site.totals, site.catalog, site.symbols);
    const auto estimate = estimator.estimate(*site.registry.find("sim"), {});
    ASSERT_TRUE(estimate);
    const JsonView view(estimateJson(**estimate, settings_, carbon_));
    EXPECT_EQ(view.text("/data_quality/origin"), "simulated");
    EXPECT_NE(view.raw("/data_quality/warnings").find("simulated"), std::string::npos);
}

TEST_F(EstimateTest, IsZeroForADeviceWithoutAnEnergyCounter)
{
    site_.post("unrated", at(0), {{"power", 5.0}});
    const JsonView view(json("unrated"));
    EXPECT_EQ(view.raw("/monitoring_data/gross_generation_mwh"), "0");
    EXPECT_TRUE(view.isNull("/period_start"));
    EXPECT_NE(view.raw("/data_quality/warnings").find("no_energy_counter"), std::string::npos);
}

TEST_F(EstimateTest, IsAbsentForADeviceThatNeverSent)
{
    EXPECT_EQ(json(), "");
}

TEST_F(EstimateTest, RefusesAFactorThatIsNoDecimal)
{
    base::CarbonSettings wrong;
    wrong.predecessorFactor = "0,81";
    EXPECT_THROW(Estimator(wrong, archive_, site_.totals, site_.catalog, site_.symbols),
                 ConfigError);
}

} // namespace
} // namespace historian::carbon
