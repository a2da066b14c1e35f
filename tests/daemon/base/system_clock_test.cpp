#include "base/system_clock.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace historian::base {

namespace {

// A folder that shows no machine at all, so that only the kernel's word counts.
const std::filesystem::path kNowhere = "/nonexistent";

} // namespace

TEST(SystemClock, IsTrustedAsTheOperatorSays)
{
    EXPECT_TRUE(SystemClock(ClockTrust::Always, kNowhere).isTrusted());
    EXPECT_FALSE(SystemClock(ClockTrust::Never, kNowhere).isTrusted());
}

TEST(SystemClock, AsksTheKernelWhereNothingElseSpeaksForIt)
{
    EXPECT_EQ(SystemClock(ClockTrust::Auto, kNowhere).isTrusted(), isKernelSynchronised());
}

TEST(SystemClock, ShowsTheTimeOfTheSystem)
{
    const SystemClock clock(ClockTrust::Always, kNowhere);
    const auto before = std::chrono::floor<std::chrono::microseconds>(
        std::chrono::system_clock::now() - std::chrono::seconds(1));
    EXPECT_GT(clock.now(), before);
    EXPECT_GT(clock.now(), buildTime());
    const SteadyTime first = clock.steady();
    EXPECT_LE(first, clock.steady());
}

TEST(SystemClock, NamesTheBoot)
{
    EXPECT_EQ(bootId().size(), 36U);
    EXPECT_EQ(bootId(), bootId());
}

TEST(SystemClock, CountsTheTimeSinceBoot)
{
    const auto first = timeSinceBoot();
    EXPECT_GT(first.count(), 0);
    EXPECT_LE(first, timeSinceBoot());
}

} // namespace historian::base
