#include "forward/tempo/pace.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using namespace std::chrono_literals;

TEST(Pace, MeasuresTheLastMinute)
{
    Pace pace(0, 0);
    SteadyTime now{1'000s};
    for (int i = 0; i < 120; ++i) pace.delivered(now += 1s, 10);
    EXPECT_EQ(pace.readingsPerSecond(now), 10);
    EXPECT_EQ(pace.readingsPerSecond(now + 30s), 5);
    EXPECT_EQ(pace.readingsPerSecond(now + 60s), 0);
}

TEST(Pace, WaitsForMidnightWhereTheBytesOfADayAreUsedUp)
{
    const Pace pace(0, 100);
    const Time evening{23h + 59min};
    EXPECT_FALSE(pace.wait({}, evening, 99));
    const auto wait = pace.wait({}, evening, 100);
    ASSERT_TRUE(wait);
    EXPECT_GT(wait->rest, 59s);
    EXPECT_LE(wait->rest, 61s);
}

TEST(Pace, SpacesBatchesAfterItsRate)
{
    Pace pace(50, 0);
    const SteadyTime now{1'000s};
    pace.delivered(now, 100);
    EXPECT_TRUE(pace.wait(now + 1'900ms, {}, 0));
    EXPECT_FALSE(pace.wait(now + 2s, {}, 0));
}

} // namespace
} // namespace historian::forward
