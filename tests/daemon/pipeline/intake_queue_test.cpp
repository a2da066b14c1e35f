#include "pipeline/intake_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace historian::pipeline {

namespace {

using namespace std::chrono_literals;

Submitted readings(std::size_t count)
{
    Submitted submitted;
    for (std::size_t i = 0; i < count; ++i) submitted.batch.begin(Symbol{1});
    return submitted;
}

} // namespace

TEST(IntakeQueue, HandsOverEverythingAtOnce)
{
    IntakeQueue queue({});
    EXPECT_TRUE(queue.push(readings(2)).isAccepted);
    EXPECT_TRUE(queue.push(readings(3)).isAccepted);
    std::vector<Submitted> taken;
    queue.takeAll(taken, 0ms);
    ASSERT_EQ(taken.size(), 2U);
    EXPECT_EQ(taken[1].batch.size(), 3U);
    EXPECT_EQ(queue.readings(), 0U);
}

TEST(IntakeQueue, TellsTheSenderToComeAgainWhenItIsFull)
{
    IntakeQueue queue({4, 1U << 20U, 1500ms});
    EXPECT_TRUE(queue.push(readings(4)).isAccepted);
    const auto busy = queue.push(readings(1));
    EXPECT_FALSE(busy.isAccepted);
    EXPECT_EQ(busy.retryAfter, 1500ms);
}

TEST(IntakeQueue, TakesOneBatchAloneHoweverLarge)
{
    IntakeQueue queue({4, 16, 1s});
    EXPECT_TRUE(queue.push(readings(100)).isAccepted);
}

TEST(IntakeQueue, CountsBytesAsWell)
{
    IntakeQueue queue({100, 2 * sizeof(Reading), 1s});
    EXPECT_TRUE(queue.push(readings(1)).isAccepted);
    EXPECT_TRUE(queue.push(readings(1)).isAccepted);
    EXPECT_FALSE(queue.push(readings(1)).isAccepted);
}

TEST(IntakeQueue, TakesNothingOnceClosedButGivesOutWhatWaits)
{
    IntakeQueue queue({});
    queue.push(readings(1));
    queue.close();
    EXPECT_FALSE(queue.push(readings(1)).isAccepted);
    std::vector<Submitted> taken;
    queue.takeAll(taken, 1h);
    EXPECT_EQ(taken.size(), 1U);
}

TEST(IntakeQueue, WakesATakerThatWaits)
{
    IntakeQueue queue({});
    std::vector<Submitted> taken;
    std::jthread taker([&] { queue.takeAll(taken, 1h); });
    queue.push(readings(1));
    taker.join();
    EXPECT_LE(taken.size(), 1U);
}

} // namespace historian::pipeline
