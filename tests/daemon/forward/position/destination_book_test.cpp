#include "forward/position/destination_book.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

using Cause = ReadingGap::Cause;

class DestinationBookTest : public ForwardTest {
protected:
    void SetUp() override
    {
        ForwardTest::SetUp();
        storeReadings(100);
        reopen();
    }

    void reopen()
    {
        book = std::make_unique<DestinationBook>("cloud", **store.snapshot(), desk, clock, ledger);
    }

    std::string position() const
    {
        const Settled settled = book->settled();
        const auto found = settled.find(kStore);
        return found == settled.end() ? "" : found->second.text();
    }

    void settle(SeqRange range) { book->settle(kStore, std::vector<SeqRange>{range}); }

    void setAside(std::uint64_t seq)
    {
        const std::vector<base::QuarantinedReading> refused{
            {kStore, seq, "meter-1", clock.now(), "bad", clock.now(), {}}};
        EXPECT_TRUE(book->setAside(refused));
    }

    Offer offerOf(std::vector<std::uint64_t> kept, std::vector<SeqRange> thinned) const
    {
        Offer offer{{kStore, {}}, {}, false, std::move(thinned), false, {}};
        for (const std::uint64_t seq : kept) offer.segment.readings.begin(device).seq = seq;
        return offer;
    }

    std::unique_ptr<DestinationBook> book;
};

TEST_F(DestinationBookTest, IsNewUntilItBegins)
{
    EXPECT_FALSE(book->isKnown());
    book->begin(std::vector<forward::Run>{{kStore, {1, 10}}});
    EXPECT_TRUE(book->isKnown());
    reopen();
    EXPECT_TRUE(book->isKnown());
    EXPECT_EQ(position(), "1-10");
    EXPECT_EQ(book->gaps(10).at(0).cause, Cause::Thinned);
}

TEST_F(DestinationBookTest, KeepsWhatIsDeliveredAcrossARestart)
{
    settle({1, 20});
    settle({30, 40});
    reopen();
    EXPECT_EQ(position(), "1-20,30-40");
}

TEST_F(DestinationBookTest, ForgetsAWholeChangeThatACrashPrevented)
{
    settle({1, 20});
    desk.isCrashed = true;
    setAside(21);
    desk.isCrashed = false;
    reopen();
    EXPECT_EQ(position(), "1-20");
    EXPECT_EQ(book->quarantined(), 0U);
    EXPECT_TRUE(book->gaps(10).empty());
}

TEST_F(DestinationBookTest, TakesWhatWasPurgedForSettledAndTellsOfIt)
{
    settle({3, 5});
    book->meet(std::vector<StoreSpan>{{kStore, 9, 100}});
    EXPECT_EQ(position(), "1-8");
    ASSERT_EQ(book->gaps(10).size(), 2U);
    EXPECT_EQ(book->gaps(10)[0].lastSeq, 2U);
    EXPECT_EQ(book->gaps(10)[1].firstSeq, 6U);
    book->meet(std::vector<StoreSpan>{{kStore, 9, 100}});
    EXPECT_EQ(book->gaps(10).size(), 2U);
}

TEST_F(DestinationBookTest, TellsOfTheLastReadingsOfAStoreIdThatIsGoneAltogether)
{
    const auto purge = [this](std::string storeId, SeqRange seqs, std::string output) {
        ledger.keep({LedgerEntry::Cause::Purged,
                     std::move(storeId),
                     seqs,
                     seqs.count(),
                     {{std::move(output), seqs.count()}},
                     clock.now(),
                     "the store was full"});
    };
    const std::vector<StoreSpan> rest{{"store-2", 1, 10}};
    settle({1, 20});
    purge("store-0", {1, 7}, "other");
    purge(kStore, {21, 100}, "cloud");
    book->meet(rest);
    EXPECT_EQ(position(), "1-100");
    reopen();
    book->meet(rest);
    ASSERT_EQ(book->gaps(10).size(), 1U);
    EXPECT_EQ(book->gaps(10)[0].cause, Cause::Purged);
    EXPECT_EQ(book->gaps(10)[0].storeId, kStore);
    EXPECT_EQ(book->gaps(10)[0].firstSeq, 21U);
    EXPECT_EQ(book->gaps(10)[0].lastSeq, 100U);
}

TEST_F(DestinationBookTest, SettlesWhatWasThinnedUpToTheFirstThatWaits)
{
    settle({10, 10});
    EXPECT_EQ(book->thin(offerOf({10, 20}, {{1, 9}, {11, 19}, {21, 29}})), 18U);
    EXPECT_EQ(position(), "1-19");
    settle({20, 20});
    EXPECT_EQ(book->thin(offerOf({20}, {{21, 29}})), 9U);
    reopen();
    EXPECT_EQ(position(), "1-29");
    ASSERT_EQ(book->gaps(10).size(), 1U);
    EXPECT_EQ(book->gaps(10)[0].cause, Cause::Thinned);
    EXPECT_EQ(book->gaps(10)[0].lastSeq, 29U);
}

TEST_F(DestinationBookTest, ChangesNothingWhereNothingIsThinned)
{
    EXPECT_EQ(book->thin(offerOf({1, 2}, {})), 0U);
    EXPECT_EQ(book->thin(offerOf({1}, {{2, 3}})), 0U);
    EXPECT_EQ(position(), "");
}

TEST_F(DestinationBookTest, WritesDamageIntoTheLedger)
{
    book->damaged({kStore, {5, 7}});
    EXPECT_EQ(position(), "5-7");
    EXPECT_EQ(ledger.droppedOf("cloud"), 3U);
    EXPECT_EQ(book->gaps(10).at(0).cause, Cause::Purged);
}

TEST_F(DestinationBookTest, CountsWhatARewindOffersAgain)
{
    settle({1, 50});
    EXPECT_EQ(book->rewind(std::vector<forward::Run>{{kStore, {41, 100}}}), 10U);
    EXPECT_EQ(position(), "1-40");
    reopen();
    EXPECT_EQ(position(), "1-40");
}

TEST_F(DestinationBookTest, KnowsWhatAPersonGaveUpUntilItIsOfferedAgain)
{
    setAside(7);
    setAside(8);
    EXPECT_EQ(book->discard({kStore, 7}, "test data"), 1U);
    reopen();
    const std::vector<StoreSpan> spans{{kStore, 1, 100}};
    const Time day = std::chrono::floor<std::chrono::days>(clock.now());
    EXPECT_EQ(book->givenUp(spans).at(day), 1U);
    book->rewind(std::vector<forward::Run>{{kStore, {1, 100}}});
    EXPECT_TRUE(book->givenUp(spans).empty());
}

TEST_F(DestinationBookTest, TakesWhatARewindOffersAgainOutOfTheQuarantine)
{
    setAside(7);
    setAside(60);
    book->rewind(std::vector<forward::Run>{{kStore, {1, 50}}});
    EXPECT_EQ(book->quarantined(), 1U);
    settle({1, 50});
    EXPECT_TRUE(book->gaps(10).at(0).isClosed) << "it was delivered after all";
    EXPECT_FALSE(book->gaps(10).at(1).isClosed);
    EXPECT_EQ(book->discard({}, "all of it"), 1U);
    EXPECT_EQ(ledger.droppedOf("cloud"), 1U);
}

TEST_F(DestinationBookTest, SetsAsideAgainWhatIsRefusedAgainAfterARewind)
{
    setAside(7);
    book->rewind(std::vector<forward::Run>{{kStore, {1, 50}}});
    setAside(7);
    reopen();
    EXPECT_EQ(book->quarantined(), 1U);
}

TEST_F(DestinationBookTest, CountsWhatWentBeforeItCouldBeSentAgain)
{
    settle({1, 6});
    setAside(7);
    setAside(20);
    EXPECT_EQ(book->retry({}), 2U);
    book->meet(std::vector<StoreSpan>{{kStore, 9, 100}});
    EXPECT_EQ(ledger.droppedOf("cloud"), 1U);
    EXPECT_EQ((*store.snapshot())->records(kQuarantineKind)->size(), 1U) << "20 is still to come";
}

TEST_F(DestinationBookTest, RefusesMoreThanTheQuarantineHolds)
{
    std::vector<base::QuarantinedReading> many;
    for (std::uint64_t seq = 1; seq <= kQuarantineMax + 1; ++seq)
        many.push_back({kStore, seq, "meter-1", clock.now(), "bad", clock.now(), {}});
    EXPECT_FALSE(book->setAside(many));
    EXPECT_EQ(book->quarantined(), 0U);
    EXPECT_EQ(position(), "");
}

TEST_F(DestinationBookTest, TellsAGapOnce)
{
    setAside(7);
    const auto gaps = book->gaps(10);
    ASSERT_EQ(gaps.size(), 1U);
    book->told(gaps);
    EXPECT_TRUE(book->gaps(10).empty());
    reopen();
    EXPECT_TRUE(book->gaps(10).empty());
}

TEST_F(DestinationBookTest, KeepsOtherOutputsApart)
{
    settle({1, 20});
    const DestinationBook other("mqtt", **store.snapshot(), desk, clock, ledger);
    EXPECT_FALSE(other.isKnown());
    EXPECT_TRUE(other.settled().empty());
}

} // namespace
} // namespace historian::forward
