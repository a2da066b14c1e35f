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
    EXPECT_EQ(plan.refused(0, kNow).size(), 2U);
    const auto ids = plan.due(kNow);
    ASSERT_EQ(ids.size(), 2U);
    EXPECT_EQ(plan.block(ids[0]).count, 4);
    EXPECT_EQ(plan.block(ids[1]).count, 4);
}

TEST(ReadPlan, LeavesARefusedItemAloneForAnHour)
{
    ReadPlan plan(items(1), {});
    EXPECT_TRUE(plan.refused(0, kNow).empty());
    EXPECT_TRUE(plan.due(kNow + kRefusedRest - std::chrono::seconds(1)).empty());
    EXPECT_EQ(plan.due(kNow + kRefusedRest).size(), 1U);
}

} // namespace historian::modbus
