#include "forward/purge_plan.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

class PurgePlanTest : public ForwardTest {
protected:
    /// The store is that full, and an output of that kind has everything up to `settledUpTo`.
    std::optional<base::Purge> next(double fill, bool isRequired, std::uint64_t settledUpTo)
    {
        StoreStatus status = store.status();
        status.quotaBytes = 1'000'000;
        status.logBytes = 5'000'000;
        status.bytes = status.logBytes + static_cast<std::uint64_t>(1e6 * fill);
        clock.advance(kPurgeLookEvery);
        return plan.next(status, [&] {
            Need need{"cloud", isRequired, {}};
            if (settledUpTo != 0) need.settled[kStore].add({1, settledUpTo});
            return std::vector<Need>{need};
        });
    }

    /// Does what the commit thread does.
    std::uint64_t carryOut(const base::Purge& purge)
    {
        const auto last =
            std::get<std::uint64_t>(store.reclaim(purge.storeId, purge.upToSeq, purge.ledger));
        plan.purged(true);
        return last;
    }

    Source source{store, clock};
    PurgePlan plan{source, clock, ledger};
};

TEST_F(PurgePlanTest, LeavesEverythingWhileThereIsRoom)
{
    storeReadings(10, std::chrono::hours(24 * 30));
    EXPECT_FALSE(next(0.90, false, 10));
}

TEST_F(PurgePlanTest, TakesWhatIsOldAndDeliveredFirst)
{
    storeReadings(10, std::chrono::hours(24 * 8));
    EXPECT_EQ(next(0.91, true, 10)->upToSeq, 10U);
    storeReadings(10, std::chrono::hours(24));
    EXPECT_FALSE(next(0.91, true, 20));
    EXPECT_EQ(next(0.96, true, 20)->upToSeq, 20U);
}

TEST_F(PurgePlanTest, DoesNotWaitWhereTheStoreFillsUpBetweenTwoLooks)
{
    storeReadings(10, std::chrono::hours(24));
    EXPECT_FALSE(next(0.91, true, 10));
    clock.advance(-kPurgeLookEvery);
    EXPECT_TRUE(next(0.96, true, 10));
}

TEST_F(PurgePlanTest, LooksOnceASecondWhatARequiredOutputHasGot)
{
    storeReadings(10, std::chrono::hours(24));
    EXPECT_FALSE(next(0.96, true, 0));
    clock.advance(-kPurgeLookEvery);
    EXPECT_FALSE(next(1.0, true, 10));
    EXPECT_TRUE(next(1.0, true, 10));
}

TEST_F(PurgePlanTest, KeepsWhatARequiredOutputHasNotGot)
{
    storeReadings(10, std::chrono::hours(24 * 8));
    EXPECT_FALSE(next(0.99, true, 0));
    EXPECT_EQ(next(0.99, true, 4)->upToSeq, 4U);
}

TEST_F(PurgePlanTest, LetsGoOfWhatAnOptionalOutputHasNotGotAndSaysSo)
{
    storeReadings(10, std::chrono::hours(24 * 8));
    const auto purge = next(0.99, false, 4);
    ASSERT_TRUE(purge);
    EXPECT_EQ(carryOut(*purge), 10U);
    EXPECT_EQ(ledger.droppedOf("cloud"), 6U);
    const auto records = (*store.snapshot())->records(kLedgerKind);
    ASSERT_EQ(records->size(), 1U);
}

TEST_F(PurgePlanTest, ForgetsAnEntryWhoseTransactionFailed)
{
    storeReadings(10, std::chrono::hours(24 * 8));
    const auto purge = next(0.99, false, 0);
    purge->ledger(10);
    plan.purged(false);
    EXPECT_EQ(ledger.droppedOf("cloud"), 0U);
}

/// Promise 3: stored = held + purged; undelivered purged = ledger.
TEST_F(PurgePlanTest, KeepsTheBooksBalanced)
{
    std::uint64_t stored = 0;
    std::uint64_t settled = 0;
    std::uint64_t purgedUndelivered = 0;
    for (int round = 0; round < 20; ++round) {
        storeReadings(3'000, std::chrono::hours(24 * 8));
        stored += 3'000;
        settled = std::min(stored, settled + 1'000);
        const std::uint64_t firstHeld = (*(*store.snapshot())->spans())[0].firstSeq;
        if (round % 3 == 2)
            if (const auto purge = next(0.97, false, settled)) {
                const std::uint64_t last = carryOut(*purge);
                for (std::uint64_t seq = firstHeld; seq <= last; ++seq)
                    if (seq > settled) ++purgedUndelivered;
            }
    }
    std::uint64_t purged = 0;
    for (const LedgerEntry& entry : ledger.entries()) purged += entry.readings;
    EXPECT_GT(purged, 0U);
    EXPECT_EQ(stored, store.status().readings + purged);
    EXPECT_EQ(ledger.droppedOf("cloud"), purgedUndelivered);
}

} // namespace
} // namespace historian::forward
