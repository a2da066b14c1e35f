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
    EXPECT_EQ(tempo.due(now, true), std::nullopt);
    EXPECT_EQ(tempo.rest(now), 2500ms); // between 0 and 5 s
    EXPECT_EQ(tempo.due(now + 2500ms, true), Lane::Live);
    tempo.delivered(Lane::Live, now + 2500ms, true);
    EXPECT_EQ(tempo.rest(now + 2500ms), 1s);
    EXPECT_EQ(tempo.due(now + 3500ms, true), Lane::Live);
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
    tempo.due(now, true);
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
    EXPECT_EQ(tempo.due(now + 90s, true), std::nullopt);
    EXPECT_EQ(tempo.rest(now), 105s); // between 90 and 120
    EXPECT_TRUE(tempo.due(now + 105s, true));
}

TEST_F(TempoTest, SpreadsGatewaysThatWereToldTheSameTime)
{
    double number = 0;
    Tempo one{[&number] { return number; }, 30s};
    one.failed(Lane::Backfill, now, 1s);
    number = 0.9;
    Tempo other{[&number] { return number; }, 30s};
    other.failed(Lane::Backfill, now, 1s);
    EXPECT_EQ(one.rest(now), 1s);
    EXPECT_EQ(other.rest(now), 1900ms);
}

TEST_F(TempoTest, ObeysRetryAfterForAnHourAtMost)
{
    tempo.due(now, true);
    tempo.failed(Lane::Live, now, 100h);
    EXPECT_TRUE(tempo.due(now + 1h + kRetryAfterSpread, true));
}

TEST_F(TempoTest, LooksOnceAMinuteWhereAPersonMustAct)
{
    tempo.due(now, true);
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
    now += 1h;
    tempo.delivered(Lane::Live, now, true);
    tempo.delivered(Lane::Live, now + 14s, true);
    EXPECT_EQ(tempo.due(now + 15s, true), Lane::Backfill); // between 0 and 30 s, not 300
}

TEST_F(TempoTest, GoesOnSoonAfterOneLostAnswer)
{
    tempo.due(now, true);
    now += 30s;
    tempo.failed(Lane::Backfill, now, 0s);
    now += 4s;
    tempo.delivered(Lane::Live, now, true);
    tempo.delivered(Lane::Live, now + 1s, true);
    EXPECT_EQ(tempo.due(now + 2s, true), Lane::Backfill); // between 0 and 4 s
}

TEST_F(TempoTest, GoesAtOnceAtTheStartWhenAPersonWantsIt)
{
    tempo.hurry();
    EXPECT_TRUE(tempo.due(now, true));
}

TEST_F(TempoTest, GoesAtOnceWhenAPersonWantsIt)
{
    tempo.failed(Lane::Backfill, now, 90s);
    tempo.hurry();
    EXPECT_TRUE(tempo.due(now, true));
}

} // namespace
} // namespace historian::forward
