#include "forward/verdict/gap_outbox.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using Cause = ReadingGap::Cause;

ReadingGap gapOf(Cause cause, std::uint64_t first, std::uint64_t last)
{
    return {
        cause, "s1", first, last, "why", Time(std::chrono::seconds(5)), false, last - first + 1};
}

TEST(GapOutbox, ComesBackFromItsRecords)
{
    GapOutbox first("cloud");
    const RecordChange change = first.add(gapOf(Cause::Purged, 3, 9));
    GapOutbox second("cloud");
    second.load({change.kind, change.key, *change.body});
    ASSERT_EQ(second.first(10).size(), 1U);
    EXPECT_EQ(second.first(10)[0].cause, Cause::Purged);
    EXPECT_EQ(second.first(10)[0].lastSeq, 9U);
    EXPECT_EQ(second.first(10)[0].why, "why");
    EXPECT_EQ(second.first(10)[0].readings, 7U);
}

TEST(GapOutbox, KeepsAGapThatChangedWhileItWasTold)
{
    GapOutbox outbox("cloud");
    outbox.add(gapOf(Cause::Quarantined, 1, 1));
    const ReadingGap told = outbox.first(1)[0];
    outbox.add(gapOf(Cause::Discarded, 1, 1));
    EXPECT_TRUE(outbox.told(told).empty());
    EXPECT_EQ(outbox.told(outbox.first(1)[0]).size(), 1U);
    EXPECT_EQ(outbox.size(), 0U);
}

TEST(GapOutbox, HasARoomAndJoinsNeighboursBeyond)
{
    GapOutbox outbox("cloud");
    for (std::uint64_t i = 0; i < kGapsMax + 10; ++i)
        outbox.add(gapOf(Cause::Quarantined, 10 * i + 1, 10 * i + 1));
    EXPECT_EQ(outbox.size(), kGapsMax);
    const ReadingGap joined = outbox.first(kGapsMax).back();
    EXPECT_EQ(joined.lastSeq, 10 * (kGapsMax + 9) + 1);
    EXPECT_EQ(joined.readings, 11U) << "what lies between them was delivered";
}

} // namespace
} // namespace historian::forward
