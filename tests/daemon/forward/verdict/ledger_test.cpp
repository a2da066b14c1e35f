#include "forward/verdict/ledger.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using Cause = LedgerEntry::Cause;

LedgerEntry purge(std::uint64_t first, std::uint64_t last, std::uint64_t undelivered)
{
    return {Cause::Purged,
            "s1",
            {first, last},
            last - first + 1,
            {{"cloud", undelivered}},
            Time{},
            "full"};
}

TEST(Ledger, KeepsOneEntryForThePurgesOfADay)
{
    Ledger ledger;
    ledger.keep(purge(1, 10, 3));
    const RecordChange change = ledger.recordOf(purge(11, 20, 4));
    EXPECT_EQ(ledger.droppedOf("cloud"), 3U);
    ledger.keep(purge(11, 20, 4));
    Ledger next;
    next.load({{change.kind, change.key, *change.body}});
    ASSERT_EQ(next.entries().size(), 1U);
    EXPECT_EQ(next.entries()[0].seqs, (SeqRange{1, 20}));
    EXPECT_EQ(next.entries()[0].readings, 20U);
    EXPECT_EQ(next.entries()[0].why, "full");
    EXPECT_EQ(next.droppedOf("cloud"), 7U);
    EXPECT_EQ(next.droppedOf("other"), 0U);
}

TEST(Ledger, KeepsEachDiscardApart)
{
    Ledger ledger;
    ledger.keep({Cause::Discarded, "s1", {5, 5}, 0, {{"cloud", 1}}, Time{}, "test data"});
    ledger.keep({Cause::Discarded, "s1", {6, 6}, 0, {{"cloud", 1}}, Time{}, "test data"});
    EXPECT_EQ(ledger.entries().size(), 2U);
    EXPECT_EQ(ledger.droppedOf("cloud"), 2U);
}

} // namespace
} // namespace historian::forward
