#include "app/demo/demo_curve.h"

#include <historian/codec/time_text.h>

#include <gtest/gtest.h>

#include <algorithm>

namespace historian::app {
namespace {

using namespace std::chrono_literals;

Time at(std::string_view text)
{
    return *codec::parseTime(text);
}

const DemoPlan& planOf(std::string_view id)
{
    return *std::ranges::find(demoPlans(), id, &DemoPlan::id);
}

TEST(DemoCurve, IsDarkAtNightAndBrightAtNoon)
{
    const DemoPlan& carport = planOf("demo-carport");
    EXPECT_EQ(irradianceAt(carport, at("2026-06-01T02:00:00Z")), 0);
    EXPECT_EQ(irradianceAt(carport, at("2026-06-01T18:00:00Z")), 0);
    EXPECT_GT(irradianceAt(carport, at("2026-06-01T12:00:00Z")), 100);
}

TEST(DemoCurve, ShowsTheSameAtTheSameTime)
{
    DemoMeter first(planOf("demo-roof-east"));
    DemoMeter second(planOf("demo-roof-east"));
    for (Time time = at("2026-06-01T09:00:00Z"); time < at("2026-06-01T10:00:00Z"); time += 1min) {
        const auto a = first.at(time);
        const auto b = second.at(time);
        EXPECT_EQ(a->power, b->power);
        EXPECT_EQ(a->totalEnergyKwh, b->totalEnergyKwh);
    }
}

TEST(DemoCurve, GivesDevicesDifferentClouds)
{
    int equal = 0;
    for (Time time = at("2026-06-01T08:00:00Z"); time < at("2026-06-01T16:00:00Z"); time += 10min)
        if (cloudShare(1, time) == cloudShare(2, time) && cloudShare(1, time) < 1) ++equal;
    EXPECT_LT(equal, 3);
}

TEST(DemoCurve, HasCloudsThatPassWithoutAJump)
{
    double least = 1;
    for (Time time = at("2026-06-01T00:00:00Z"); time < at("2026-06-02T00:00:00Z"); time += 1s) {
        const double share = cloudShare(1, time);
        EXPECT_LE(share, 1);
        EXPECT_GE(share, 0.15);
        ASSERT_LT(std::abs(share - cloudShare(1, time + 1s)), 0.06);
        least = std::min(least, share);
    }
    EXPECT_LT(least, 0.8);
}

TEST(DemoCurve, StaysWithinWhatADeviceCanShow)
{
    for (const DemoPlan& plan : demoPlans()) {
        DemoMeter meter(plan);
        for (Time time = at("2026-06-01T00:00:00Z"); time < at("2026-06-02T00:00:00Z");
             time += 1min) {
            const auto point = meter.at(time);
            if (!point) continue;
            EXPECT_GE(point->power, 0);
            EXPECT_LE(point->acPowerKw, plan.ratedKw);
            EXPECT_NEAR(point->power / 1000, point->acPowerKw, 0.001);
            EXPECT_GT(point->gridFrequencyHz, 49.9);
            EXPECT_LT(point->gridFrequencyHz, 50.1);
            EXPECT_LE(point->efficiency, 1);
        }
    }
}

TEST(DemoMeter, CountsItsEnergyWithoutFallingWhereNothingReboots)
{
    DemoMeter meter(planOf("demo-roof-east"));
    double last = 0;
    for (Time time = at("2026-06-01T00:00:00Z"); time < at("2026-06-02T00:00:00Z"); time += 1min) {
        const auto point = meter.at(time);
        ASSERT_TRUE(point);
        EXPECT_GE(point->totalEnergyKwh, last);
        last = point->totalEnergyKwh;
    }
    EXPECT_GT(last, 5);
    EXPECT_LT(last, 60);
}

TEST(DemoMeter, StartsAtZeroAfterTheRebootAndIsSilentWhileItBoots)
{
    DemoMeter meter(planOf("demo-roof-west"));
    double before = 0;
    for (Time time = at("2026-06-01T06:00:00Z"); time < at("2026-06-01T12:30:00Z"); time += 1min)
        before = meter.at(time)->totalEnergyKwh;
    EXPECT_GT(before, 1);
    EXPECT_FALSE(meter.at(at("2026-06-01T12:30:00Z")));
    EXPECT_FALSE(meter.at(at("2026-06-01T12:31:59Z")));
    const auto after = meter.at(at("2026-06-01T12:32:00Z"));
    ASSERT_TRUE(after);
    EXPECT_LT(after->totalEnergyKwh, 0.5);
}

TEST(DemoMeter, IsSilentDuringItsOutageAndCountsOnThroughIt)
{
    DemoMeter meter(planOf("demo-carport"));
    const auto before = meter.at(at("2026-06-01T13:59:00Z"));
    EXPECT_FALSE(meter.at(at("2026-06-01T14:00:00Z")));
    EXPECT_FALSE(meter.at(at("2026-06-01T14:39:59Z")));
    const auto after = meter.at(at("2026-06-01T14:40:00Z"));
    ASSERT_TRUE(before && after);
    EXPECT_GT(after->totalEnergyKwh, before->totalEnergyKwh);
}

} // namespace
} // namespace historian::app
