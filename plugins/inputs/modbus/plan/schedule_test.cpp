#include "plan/schedule.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr SteadyTime kStart{std::chrono::hours(1)};

} // namespace

TEST(Schedule, KeepsToItsStepsHoweverLongAPollTakes)
{
    Schedule schedule(seconds(1), kStart);
    EXPECT_EQ(schedule.due(), kStart);
    EXPECT_EQ(schedule.answered(kStart + milliseconds(400)), 0U);
    EXPECT_EQ(schedule.due(), kStart + seconds(1));
    EXPECT_EQ(schedule.answered(kStart + milliseconds(1001)), 0U);
    EXPECT_EQ(schedule.due(), kStart + seconds(2));
}

TEST(Schedule, PassesOverStepsThatAreGone)
{
    Schedule schedule(seconds(1), kStart);
    EXPECT_EQ(schedule.answered(kStart + milliseconds(3500)), 3U);
    EXPECT_EQ(schedule.due(), kStart + seconds(4));
}

TEST(Schedule, TriesASilentUnitOnceMoreBeforeItRests)
{
    Schedule schedule(seconds(1), kStart);
    schedule.failed(kStart + milliseconds(200), kStart);
    EXPECT_EQ(schedule.due(), kStart + seconds(1));
}

TEST(Schedule, RestsLongerEachTimeUpToTheCeiling)
{
    Schedule schedule(seconds(1), kStart);
    SteadyTime now = kStart;
    milliseconds last{0};
    for (int failures = 1; failures <= 12; ++failures) {
        schedule.failed(now, now);
        const auto rest = std::chrono::duration_cast<milliseconds>(schedule.due() - now);
        EXPECT_GE(rest, last);
        last = rest;
        now = schedule.due();
    }
    EXPECT_EQ(last, kRestMax);
}

TEST(Schedule, IsItselfAgainAfterOneAnswer)
{
    Schedule schedule(seconds(1), kStart);
    for (int i = 0; i < 12; ++i) schedule.failed(kStart, kStart);
    EXPECT_TRUE(schedule.isFailing());
    schedule.answered(kStart + seconds(60));
    EXPECT_FALSE(schedule.isFailing());
    EXPECT_EQ(schedule.due(), kStart + seconds(61));
}

TEST(Schedule, WaitsUntilALateReplyCanHavePassed)
{
    Schedule schedule(milliseconds(100), kStart);
    schedule.failed(kStart + seconds(2), kStart + seconds(4));
    EXPECT_EQ(schedule.due(), kStart + seconds(4));
}

TEST(Schedule, WaitsForALateReplyAlsoAfterAPollThatWasCutShort)
{
    Schedule schedule(milliseconds(100), kStart);
    schedule.answered(kStart, kStart + seconds(2));
    EXPECT_EQ(schedule.due(), kStart + seconds(2));
    schedule.answered(kStart + seconds(2));
    EXPECT_EQ(schedule.due(), kStart + milliseconds(2100));
}

TEST(Schedule, ComesAtOnceWhenTheLineIsBackAndThenAtItsSteps)
{
    Schedule schedule(seconds(1), kStart);
    for (int i = 0; i < 12; ++i) schedule.failed(kStart, kStart);
    const SteadyTime back = kStart + milliseconds(9300);
    schedule.wake(back);
    EXPECT_EQ(schedule.due(), back);
    EXPECT_EQ(schedule.answered(back + milliseconds(100)), 0U);
    EXPECT_EQ(schedule.due(), kStart + seconds(10));
}

} // namespace historian::modbus
