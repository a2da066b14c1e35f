#include "base/live_feed.h"

#include <gtest/gtest.h>

#include <chrono>

namespace historian::base {

using std::chrono::milliseconds;

TEST(LiveFeed, GivesEachSubscriberEveryCommitInOrder)
{
    LiveFeed feed;
    LiveFeed::Subscription one(feed);
    LiveFeed::Subscription two(feed);
    const auto first = std::make_shared<const Segment>();
    const auto second = std::make_shared<const Segment>();
    feed.publish(first);
    feed.publish(second);
    for (auto* subscription : {&one, &two}) {
        EXPECT_EQ(subscription->next({}, milliseconds(0)), first);
        EXPECT_EQ(subscription->next({}, milliseconds(0)), second);
        EXPECT_EQ(subscription->next({}, milliseconds(0)), nullptr);
    }
}

TEST(LiveFeed, ASlowSubscriberLosesTheOldestAndIsTold)
{
    LiveFeed feed;
    LiveFeed::Subscription slow(feed);
    for (std::size_t i = 0; i < kLiveCommitsMax; ++i)
        feed.publish(std::make_shared<const Segment>());
    EXPECT_EQ(slow.takeLost(), 0U);
    feed.publish(std::make_shared<const Segment>());
    feed.publish(std::make_shared<const Segment>());
    EXPECT_EQ(slow.takeLost(), 2U);
    EXPECT_EQ(slow.takeLost(), 0U);
}

TEST(LiveFeed, KnowsWhetherAnybodyListens)
{
    LiveFeed feed;
    EXPECT_FALSE(feed.hasSubscribers());
    {
        const LiveFeed::Subscription one(feed);
        EXPECT_TRUE(feed.hasSubscribers());
    }
    EXPECT_FALSE(feed.hasSubscribers());
}

} // namespace historian::base
