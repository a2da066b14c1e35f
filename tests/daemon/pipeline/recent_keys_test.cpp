#include "pipeline/recent_keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

namespace historian::pipeline {

namespace {

using std::chrono::seconds;

const Time kNow{seconds(1'700'000'000)};

} // namespace

TEST(RecentKeys, KnowsAKeyUntilItIsForgotten)
{
    RecentKeys keys;
    EXPECT_TRUE(keys.add(7, kNow));
    EXPECT_FALSE(keys.add(7, kNow + seconds(1)));
    keys.forgetBefore(kNow);
    EXPECT_FALSE(keys.add(7, kNow));
    keys.forgetBefore(kNow + seconds(1));
    EXPECT_TRUE(keys.add(7, kNow));
}

TEST(RecentKeys, ForgetsTheOldestWhenFull)
{
    RecentKeys keys;
    for (std::uint64_t key = 0; key < RecentKeys::kRecentKeysMax; ++key)
        ASSERT_TRUE(keys.add(key, kNow));
    EXPECT_EQ(keys.size(), RecentKeys::kRecentKeysMax);
    EXPECT_TRUE(keys.add(1U << 20U, kNow));
    EXPECT_EQ(keys.size(), RecentKeys::kRecentKeysMax);
    EXPECT_FALSE(keys.add(1, kNow));
    EXPECT_TRUE(keys.add(0, kNow));
}

TEST(RecentKeys, ForgetsTheNewestOnDemand)
{
    RecentKeys keys;
    for (const std::uint64_t key : {1U, 2U, 3U}) keys.add(key, kNow);
    keys.forgetNewest(2);
    EXPECT_EQ(keys.size(), 1U);
    EXPECT_FALSE(keys.add(1, kNow));
    EXPECT_TRUE(keys.add(2, kNow));
    keys.forgetNewest(100);
    EXPECT_EQ(keys.size(), 0U);
}

// Few distinct low bits make long chains; a plain list says what is right.
TEST(RecentKeys, AgreesWithAListWhateverTheOrder)
{
    std::mt19937_64 random(20250120);
    RecentKeys keys;
    std::deque<std::pair<std::uint64_t, Time>> list;
    for (int step = 0; step < 20'000; ++step) {
        const Time now = kNow + seconds(step);
        const std::uint64_t key = (random() % 64) << 32U | (random() % 4);
        const bool isKnown =
            std::ranges::any_of(list, [key](const auto& entry) { return entry.first == key; });
        ASSERT_EQ(keys.add(key, now), !isKnown);
        if (!isKnown) list.emplace_back(key, now);
        if (random() % 8 == 0 && !list.empty()) {
            keys.forgetNewest(1);
            list.pop_back();
        }
        if (random() % 4 == 0) {
            const Time before = now - seconds(random() % 200);
            keys.forgetBefore(before);
            while (!list.empty() && list.front().second < before) list.pop_front();
        }
        ASSERT_EQ(keys.size(), list.size());
    }
}

} // namespace historian::pipeline
