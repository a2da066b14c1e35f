#include "fleet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace historian::fleet {
namespace {

using namespace std::chrono_literals;

Scenario scenarioOf(bool hasJitter)
{
    return {.gateways = 200,
            .outage = 1h,
            .hasJitter = hasJitter,
            .seed = 7,
            .capacity = {.aRequest = 5ms, .aRow = 50us, .roundTrip = 100ms},
            .end = 1h};
}

std::uint64_t peak(const Course& course)
{
    std::uint64_t most = 0;
    for (const Second& second : course.seconds) most = std::max(most, second.requests);
    return most;
}

std::uint64_t rows(const Course& course)
{
    return std::accumulate(
        course.seconds.begin(),
        course.seconds.end(),
        std::uint64_t{0},
        [](std::uint64_t sum, const Second& second) { return sum + second.rows; });
}

TEST(Fleet, EveryReadingOfTheOutageArrivesOnce)
{
    const Course course = simulate(scenarioOf(true));
    EXPECT_EQ(course.backlogAtFirst, 200U * 360U);
    EXPECT_LT(course.backlogAtLast, 200U * 10U);
    EXPECT_GE(rows(course) + course.backlogAtLast, course.backlogAtFirst);
    const std::uint64_t taken = course.seconds.size() * 200 / 10 + 200;
    EXPECT_LE(rows(course) + course.backlogAtLast, course.backlogAtFirst + taken);
}

TEST(Fleet, ChanceSpreadsTheFirstRequests)
{
    EXPECT_LT(peak(simulate(scenarioOf(true))) * 2, peak(simulate(scenarioOf(false))));
}

TEST(Fleet, IsTheSameForASeed)
{
    const Course one = simulate(scenarioOf(true));
    const Course two = simulate(scenarioOf(true));
    ASSERT_EQ(one.seconds.size(), two.seconds.size());
    for (std::size_t i = 0; i < one.seconds.size(); ++i)
        EXPECT_EQ(one.seconds[i].requests, two.seconds[i].requests);
}

TEST(Fleet, AllStartingAtOnceStillDrains)
{
    Scenario scenario = scenarioOf(true);
    scenario.isPowerCut = true;
    EXPECT_LT(simulate(scenario).backlogAtLast, 200U * 10U);
}

} // namespace
} // namespace historian::fleet
