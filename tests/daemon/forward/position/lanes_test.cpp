#include "forward/position/lanes.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

const std::vector<StoreSpan> kSpans = {{"old", 11, 20}, {"new", 1, 1'000}};

TEST(Lanes, BackfillBeginsWithTheOldestStore)
{
    Settled settled;
    EXPECT_EQ(oldestRun(kSpans, settled, 500)->storeId, "old");
    EXPECT_EQ(oldestRun(kSpans, settled, 500)->seqs, (SeqRange{11, 20}));
    settled["old"].add({1, 20});
    EXPECT_EQ(oldestRun(kSpans, settled, 500)->seqs, (SeqRange{1, 500}));
}

TEST(Lanes, BackfillEndsWhereTheLiveLaneBegan)
{
    Settled settled;
    settled["old"].add({1, 20});
    settled["new"].add({101, 1'000});
    EXPECT_EQ(oldestRun(kSpans, settled, 500)->seqs, (SeqRange{1, 100}));
}

TEST(Lanes, LiveTakesTheNewest)
{
    Settled settled;
    EXPECT_EQ(newestRun(kSpans, settled, 50)->seqs, (SeqRange{951, 1'000}));
    settled["new"].add({901, 980});
    EXPECT_EQ(newestRun(kSpans, settled, 50)->seqs, (SeqRange{981, 1'000}));
    settled["new"].add({981, 1'000});
    EXPECT_FALSE(newestRun(kSpans, settled, 50));
}

TEST(Lanes, LiveOpensNoMoreIslandsThanAPositionMayHave)
{
    Settled settled;
    for (std::uint64_t i = 0; i < kRangesMax; ++i) settled["new"].add({2 * i + 1, 2 * i + 1});
    const std::vector<StoreSpan> spans = {{"new", 1, 10'000}};
    EXPECT_EQ(newestRun(spans, settled, 50)->seqs, (SeqRange{2'000, 2'049}));
}

TEST(Lanes, CountsWhatWaits)
{
    Settled settled;
    EXPECT_EQ(backlogOf(kSpans, settled), 1'010U);
    settled["old"].add({1, 15});
    settled["new"].add({500, 2'000});
    EXPECT_EQ(backlogOf(kSpans, settled), 5U + 499U);
    EXPECT_EQ(backlogOf({}, settled), 0U);
}

} // namespace
} // namespace historian::forward
