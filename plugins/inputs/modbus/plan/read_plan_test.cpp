#include "plan/read_plan.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

constexpr SteadyTime kNow{std::chrono::hours(1)};

std::vector<Item> items(std::uint16_t count)
{
    std::vector<Item> result(count);
    for (std::uint16_t i = 0; i < count; ++i) result[i].address = i;
    return result;
}

} // namespace

TEST(ReadPlan, AsksForASlowItemAgainAfterItsInterval)
{
    std::vector<Item> two = items(2);
    two[1].interval = std::chrono::minutes(1);
    ReadPlan plan(two, {});
    ASSERT_EQ(plan.due(kNow).size(), 2U);
    for (const std::size_t id : plan.due(kNow)) plan.done(id, kNow);
    EXPECT_EQ(plan.due(kNow + std::chrono::seconds(59)).size(), 1U);
    EXPECT_EQ(plan.due(kNow + std::chrono::minutes(1)).size(), 2U);
}

TEST(ReadPlan, RemembersWhereARefusedRequestWasCut)
{
    ReadPlan plan(items(8), {});
    ASSERT_EQ(plan.due(kNow).size(), 1U);
    EXPECT_EQ(plan.refused(0, kNow, "").size(), 2U);
    const auto ids = plan.due(kNow);
    ASSERT_EQ(ids.size(), 2U);
    EXPECT_EQ(plan.block(ids[0]).count, 4);
    EXPECT_EQ(plan.block(ids[1]).count, 4);
}

// A device that starts may refuse everything for a moment.
TEST(ReadPlan, AsksForARefusedItemSoonAgainAndThenEverLessOften)
{
    ReadPlan plan(items(1), {});
    SteadyTime now = kNow;
    for (const int seconds : {10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600}) {
        EXPECT_TRUE(plan.refused(0, now, "").empty());
        EXPECT_TRUE(plan.due(now + std::chrono::seconds(seconds - 1)).empty());
        now += std::chrono::seconds(seconds);
        EXPECT_EQ(plan.due(now).size(), 1U);
    }
}

TEST(ReadPlan, IsWholeAgainWhenWhatWasRefusedIsAnswered)
{
    ReadPlan plan(items(2), {});
    ASSERT_EQ(plan.refused(0, kNow, "").size(), 2U);
    plan.refused(0, kNow, "illegal");
    plan.refused(1, kNow, "illegal too");
    ASSERT_EQ(plan.refusedItems().size(), 2U);
    EXPECT_EQ(plan.refusedItems()[1].index, 1U);
    EXPECT_EQ(plan.refusedItems()[1].why, "illegal too");
    const SteadyTime later = kNow + std::chrono::seconds(10);
    ASSERT_EQ(plan.due(later).size(), 2U);
    plan.done(0, later);
    const auto ids = plan.due(later);
    ASSERT_EQ(ids.size(), 1U);
    EXPECT_EQ(plan.block(ids[0]).count, 2);
    EXPECT_TRUE(plan.refusedItems().empty());
}

TEST(ReadPlan, AsksLastWhatFoundNoReplyAndTakesItForRefusedAfterAWhile)
{
    std::vector<Item> far = items(3);
    far[1].address = 1000;
    far[2].address = 2000;
    ReadPlan plan(far, {});
    EXPECT_FALSE(plan.isMute(2, false));
    EXPECT_EQ(plan.due(kNow), (std::vector<std::size_t>{2, 0, 1}));
    for (int i = 2; i < kMuteMax; ++i) EXPECT_FALSE(plan.isMute(2, true));
    EXPECT_TRUE(plan.isMute(2, true));
}

TEST(ReadPlan, DoesNotTakeARequestForMuteWhileTheWholeUnitIsSilent)
{
    ReadPlan plan(items(1), {});
    for (int i = 0; i < 3 * kMuteMax; ++i) EXPECT_FALSE(plan.isMute(0, false));
    EXPECT_FALSE(plan.isMute(0, true));
}

} // namespace historian::modbus
