#include "forward/verdict/gap_outbox.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using Cause = ReadingGap::Cause;

ReadingGap gapOf(Cause cause, std::uint64_t first, std::uint64_t last)
{
    return {cause, "s1", first, last, "why", Time(std::chrono::seconds(5)), false};
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
}

TEST(GapOutbox, MakesOneOfGapsThatThinningLeaves)
{
    GapOutbox outbox("cloud");
    outbox.add(gapOf(Cause::Thinned, 1, 99));
    outbox.add(gapOf(Cause::Thinned, 101, 199));
    ASSERT_EQ(outbox.size(), 1U);
    EXPECT_EQ(outbox.first(1)[0].firstSeq, 1U);
    EXPECT_EQ(outbox.first(1)[0].lastSeq, 199U);
    outbox.add(gapOf(Cause::Quarantined, 250, 250));
    outbox.add(gapOf(Cause::Quarantined, 251, 251));
    EXPECT_EQ(outbox.size(), 3U);
}

TEST(GapOutbox, LengthensAThinnedGapThatWasTold)
{
    GapOutbox outbox("cloud");
    outbox.add(gapOf(Cause::Thinned, 1, 99));
    outbox.told(outbox.first(1)[0]);
    EXPECT_EQ(outbox.size(), 0U);
    outbox.add(gapOf(Cause::Thinned, 101, 199));
    ASSERT_EQ(outbox.size(), 1U);
    EXPECT_EQ(outbox.first(1)[0].firstSeq, 1U);
    EXPECT_EQ(outbox.first(1)[0].lastSeq, 199U);
}

TEST(GapOutbox, BeginsAnotherThinnedGapFarAwayOrOnAnotherDay)
{
    GapOutbox outbox("cloud");
    outbox.add(gapOf(Cause::Thinned, 1, 99));
    outbox.add(gapOf(Cause::Thinned, 5'000, 5'099));
    ReadingGap tomorrow = gapOf(Cause::Thinned, 5'101, 5'199);
    tomorrow.at += std::chrono::days(1);
    outbox.add(tomorrow);
    EXPECT_EQ(outbox.size(), 3U);
}

TEST(GapOutbox, KeepsAGapThatChangedWhileItWasTold)
{
    GapOutbox outbox("cloud");
    outbox.add(gapOf(Cause::Thinned, 1, 99));
    const ReadingGap told = outbox.first(1)[0];
    outbox.add(gapOf(Cause::Thinned, 101, 199));
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
}

} // namespace
} // namespace historian::forward
