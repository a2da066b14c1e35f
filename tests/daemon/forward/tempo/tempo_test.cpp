#include "forward/tempo/tempo.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using namespace std::chrono_literals;

class TempoTest : public ::testing::Test {
protected:
    Tempo tempo{[] { return 0.5; }, 30s};
    SteadyTime now{1000s};
};

TEST_F(TempoTest, HasOneLaneWhileTheBacklogIsYoung)
{
    EXPECT_EQ(tempo.due(now, false), Lane::Backfill);
    tempo.delivered(Lane::Backfill, now, false);
    EXPECT_EQ(tempo.due(now, false), Lane::Backfill);
}

TEST_F(TempoTest, LetsAnOldBacklogWaitAfterTheStartButNotWhatIsNew)
{
    EXPECT_EQ(tempo.due(now, true), Lane::Live);
    tempo.delivered(Lane::Live, now, true);
    EXPECT_EQ(tempo.due(now, true), std::nullopt);
    EXPECT_EQ(tempo.rest(now), 1s);
    EXPECT_EQ(tempo.due(now + 1s, true), Lane::Live);
    tempo.delivered(Lane::Live, now + 14s, true);
    EXPECT_EQ(tempo.due(now + 15s, true), Lane::Backfill);
}

TEST_F(TempoTest, AlternatesTheLanesOfAnOldBacklog)
{
    tempo.due(now, true);
    now += 30s;
    std::vector<Lane> lanes;
    for (int i = 0; i < 6; ++i) {
        const auto lane = tempo.due(now, true);
        ASSERT_TRUE(lane);
        lanes.push_back(*lane);
        tempo.delivered(*lane, now, true);
        now += 1s;
    }
    using enum Lane;
    EXPECT_EQ(lanes, (std::vector<Lane>{Live, Backfill, Live, Backfill, Live, Backfill}));
}

TEST_F(TempoTest, ProbesEveryFewSecondsHoweverLongTheBackoff)
{
    for (int i = 0; i < 12; ++i) {
        tempo.failed(Lane::Backfill, now, 0s);
        now += 1h;
    }
    tempo.failed(Lane::Backfill, now, 0s);
    EXPECT_EQ(tempo.rest(now), 4s); // between 3 and 5
    now += 4s;
    EXPECT_EQ(tempo.due(now, true), Lane::Live);
    tempo.failed(Lane::Live, now, 0s);
    EXPECT_EQ(tempo.due(now + 3s, true), std::nullopt);
    EXPECT_EQ(tempo.due(now + 4s, true), Lane::Live);
}

TEST_F(TempoTest, ObeysRetryAfterInBothLanes)
{
    tempo.failed(Lane::Backfill, now, 90s);
    EXPECT_EQ(tempo.due(now + 89s, true), std::nullopt);
    EXPECT_EQ(tempo.rest(now), 90s);
    EXPECT_TRUE(tempo.due(now + 90s, true));
}

TEST_F(TempoTest, ObeysRetryAfterForAnHourAtMost)
{
    tempo.failed(Lane::Live, now, 100h);
    EXPECT_TRUE(tempo.due(now + 1h, true));
}

TEST_F(TempoTest, LooksOnceAMinuteWhereAPersonMustAct)
{
    tempo.held(now);
    EXPECT_EQ(tempo.due(now + 59s, true), std::nullopt);
    EXPECT_EQ(tempo.due(now + 60s, true), Lane::Live);
    EXPECT_TRUE(tempo.isHeld());
    tempo.delivered(Lane::Live, now + 60s, false);
    EXPECT_FALSE(tempo.isHeld());
}

TEST_F(TempoTest, SpreadsBacklogsAfterAnOutage)
{
    tempo.due(now, true);
    for (int i = 0; i < 12; ++i) tempo.failed(Lane::Backfill, now, 0s);
    now += 10s;
    tempo.delivered(Lane::Live, now, true);
    tempo.delivered(Lane::Live, now + 14s, true);
    EXPECT_EQ(tempo.due(now + 15s, true), Lane::Backfill); // between 0 and 30 s, not 300
}

TEST_F(TempoTest, GoesAtOnceWhenAPersonWantsIt)
{
    tempo.failed(Lane::Backfill, now, 90s);
    tempo.hurry();
    EXPECT_TRUE(tempo.due(now, true));
}

} // namespace
} // namespace historian::forward
