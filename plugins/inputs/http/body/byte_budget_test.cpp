#include "body/byte_budget.h"

#include <gtest/gtest.h>

namespace historian::http {
namespace {

TEST(ByteBudget, RefusesWhatWouldPassTheLimitAndLeavesTheShareAsItWas)
{
    ByteBudget budget(100);
    ByteBudget::Share first(budget);
    ByteBudget::Share second(budget);
    EXPECT_TRUE(first.hold(60));
    EXPECT_TRUE(second.hold(40));
    EXPECT_FALSE(second.hold(41));
    EXPECT_EQ(budget.bytesHeld(), 100U);
}

TEST(ByteBudget, LetsOneAloneInHoweverLarge)
{
    ByteBudget budget(100);
    ByteBudget::Share large(budget);
    EXPECT_TRUE(large.hold(500));
    ByteBudget::Share other(budget);
    EXPECT_FALSE(other.hold(1));
}

TEST(ByteBudget, GetsAShareBackWhenItGoesOrShrinks)
{
    ByteBudget budget(100);
    {
        ByteBudget::Share share(budget);
        EXPECT_TRUE(share.hold(90));
        EXPECT_TRUE(share.hold(10));
        EXPECT_EQ(budget.bytesHeld(), 10U);
    }
    EXPECT_EQ(budget.bytesHeld(), 0U);
}

TEST(ByteBudget, LetsAShareShrinkWhileTheBudgetIsOverdrawn)
{
    ByteBudget budget(100);
    ByteBudget::Share large(budget);
    EXPECT_TRUE(large.hold(500));
    EXPECT_TRUE(large.hold(300));
}

} // namespace
} // namespace historian::http
