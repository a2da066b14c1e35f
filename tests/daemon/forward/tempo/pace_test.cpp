#include "forward/tempo/pace.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using namespace std::chrono_literals;

TEST(Pace, MeasuresTheLastMinute)
{
    Pace pace(0);
    SteadyTime now{1'000s};
    for (int i = 0; i < 120; ++i) pace.delivered(now += 1s, 10);
    EXPECT_EQ(pace.readingsPerSecond(now), 10);
    EXPECT_EQ(pace.readingsPerSecond(now + 30s), 5);
    EXPECT_EQ(pace.readingsPerSecond(now + 60s), 0);
}

TEST(Pace, SpacesBatchesAfterItsRate)
{
    Pace pace(50);
    const SteadyTime now{1'000s};
    pace.delivered(now, 100);
    EXPECT_TRUE(pace.wait(now + 1'900ms));
    EXPECT_FALSE(pace.wait(now + 2s));
}

} // namespace
} // namespace historian::forward
