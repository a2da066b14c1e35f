#include "app/bridges/late_retention.h"
#include "fake_retention.h"

#include <gtest/gtest.h>

namespace historian::app {
namespace {

TEST(LateRetention, LetsNothingGoUntilThereIsOne)
{
    LateRetention late;
    late.purged(true);
    late.committed();
    EXPECT_FALSE(late.next({}));
}

TEST(LateRetention, AsksTheOneThatItWasGiven)
{
    FakeRetention inner;
    LateRetention late;
    late.use(inner);
    const auto purge = late.next({});
    ASSERT_TRUE(purge);
    EXPECT_EQ(purge->upToSeq, inner.upToSeq);
    late.purged(false);
    late.purged(true);
    late.committed();
    EXPECT_EQ(inner.outcomes, (std::vector<bool>{false, true}));
    EXPECT_EQ(inner.commits, 1);
}

} // namespace
} // namespace historian::app
