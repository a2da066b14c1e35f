#include "pipeline/intake/intake_queue.h"

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

Submission push(IntakeQueue& queue, Submitted submitted)
{
    return queue.push(submitted);
}

} // namespace

TEST(IntakeQueue, HandsOverEverythingAtOnce)
{
    IntakeQueue queue({});
    EXPECT_TRUE(push(queue, readings(2)).isAccepted);
    EXPECT_TRUE(push(queue, readings(3)).isAccepted);
    std::vector<Submitted> taken;
    queue.takeAll(taken, 0ms);
    ASSERT_EQ(taken.size(), 2U);
    EXPECT_EQ(taken[1].batch.size(), 3U);
    EXPECT_EQ(queue.accepted(), 5U);
}

TEST(IntakeQueue, TellsTheSenderToComeAgainWhenItIsFull)
{
    IntakeQueue queue({4, 1U << 20U, 1500ms});
    EXPECT_TRUE(push(queue, readings(4)).isAccepted);
    const auto busy = push(queue, readings(1));
    EXPECT_FALSE(busy.isAccepted);
    EXPECT_EQ(busy.retryAfter, 1500ms);
}

TEST(IntakeQueue, TakesOneBatchAloneHoweverLarge)
{
    IntakeQueue queue({4, 16, 1s});
    EXPECT_TRUE(push(queue, readings(100)).isAccepted);
}

TEST(IntakeQueue, CountsBytesAsWell)
{
    IntakeQueue queue({100, 2 * sizeof(Reading), 1s});
    EXPECT_TRUE(push(queue, readings(1)).isAccepted);
    EXPECT_TRUE(push(queue, readings(1)).isAccepted);
    EXPECT_FALSE(push(queue, readings(1)).isAccepted);
}

TEST(IntakeQueue, TakesNothingOnceClosedButGivesOutWhatWaits)
{
    IntakeQueue queue({});
    push(queue, readings(1));
    queue.close();
    EXPECT_FALSE(push(queue, readings(1)).isAccepted);
    std::vector<Submitted> taken;
    queue.takeAll(taken, 1h);
    EXPECT_EQ(taken.size(), 1U);
}

TEST(IntakeQueue, CountsWhatWasTakenUntilItIsReleased)
{
    IntakeQueue queue({4, 1U << 20U, 1s});
    EXPECT_TRUE(push(queue, readings(4)).isAccepted);
    std::vector<Submitted> taken;
    queue.takeAll(taken, 0ms);
    EXPECT_FALSE(push(queue, readings(1)).isAccepted);
    queue.release(taken);
    EXPECT_TRUE(push(queue, readings(4)).isAccepted);
    EXPECT_EQ(queue.accepted(), 8U);
}

TEST(IntakeQueue, LeavesABatchThatItRefusesToItsSender)
{
    IntakeQueue queue({1, 1U << 20U, 1s});
    EXPECT_TRUE(push(queue, readings(1)).isAccepted);
    Submitted refused = readings(3);
    EXPECT_FALSE(queue.push(refused).isAccepted);
    EXPECT_EQ(refused.batch.size(), 3U);
}

TEST(IntakeQueue, WakesATakerThatWaits)
{
    IntakeQueue queue({});
    std::vector<Submitted> taken;
    std::jthread taker([&] { queue.takeAll(taken, 1h); });
    push(queue, readings(1));
    taker.join();
    EXPECT_LE(taken.size(), 1U);
}

} // namespace historian::pipeline
