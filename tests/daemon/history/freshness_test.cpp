#include "history/freshness.h"

#include <gtest/gtest.h>

namespace historian::history {
namespace {

using std::chrono::seconds;

TEST(Freshness, ChangesAtThreeSixAndTwelveIntervals)
{
    EXPECT_EQ(freshnessOf(seconds(30), seconds(10)), Freshness::Fresh);
    EXPECT_EQ(freshnessOf(seconds(31), seconds(10)), Freshness::Late);
    EXPECT_EQ(freshnessOf(seconds(60), seconds(10)), Freshness::Late);
    EXPECT_EQ(freshnessOf(seconds(61), seconds(10)), Freshness::Stale);
    EXPECT_EQ(freshnessOf(seconds(120), seconds(10)), Freshness::Stale);
    EXPECT_EQ(freshnessOf(seconds(121), seconds(10)), Freshness::Silent);
}

TEST(Freshness, IsFreshForAReadingFromTheFuture)
{
    EXPECT_EQ(freshnessOf(seconds(-5), seconds(1)), Freshness::Fresh);
}

TEST(Freshness, IsSilentIfTheNewestReadingSaysOnlyThatNobodyAnswered)
{
    Batch batch;
    batch.begin(Symbol{1}).time = Time(seconds(100));
    batch.add(Value::none(Symbol{2}, Quality::BadCommunication));
    EXPECT_EQ(freshnessOf(batch, batch[0], Time(seconds(101)), seconds(10)), Freshness::Silent);
    batch.add(Value::number(Symbol{3}, 5));
    EXPECT_EQ(freshnessOf(batch, batch[0], Time(seconds(101)), seconds(10)), Freshness::Fresh);
}

TEST(Freshness, HasAWordForEach)
{
    EXPECT_EQ(nameOf(Freshness::Fresh), "fresh");
    EXPECT_EQ(nameOf(Freshness::Late), "late");
    EXPECT_EQ(nameOf(Freshness::Stale), "stale");
    EXPECT_EQ(nameOf(Freshness::Silent), "silent");
    EXPECT_EQ(nameOf(Freshness::Never), "never");
}

} // namespace
} // namespace historian::history
