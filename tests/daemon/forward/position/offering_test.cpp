#include "forward/position/offering.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

class OfferingTest : public ForwardTest {
protected:
    void SetUp() override
    {
        ForwardTest::SetUp();
        Batch batch;
        for (int i = 0; i < 12'000; ++i) {
            Reading& reading = batch.begin(device);
            reading.time = reading.received = clock.now() + std::chrono::seconds(i);
            batch.add(Value::integer(*symbols.symbol(NameKind::Metric, "n"), i));
        }
        store.commit({batch, {}, "boot", 0us});
        clock.advance(13'000s);
    }

    Offer read(Offering& offering, End end, std::size_t readingsMax)
    {
        const View view = *source.look();
        return *offering.read(view, {kStore, {1, 12'000}}, end, readingsMax);
    }

    Source source{store, clock};
    Offering raw{source, 0s, clock};
    Offering thinned{source, 60s, clock};
};

TEST_F(OfferingTest, OffersEverythingWithoutAResolution)
{
    EXPECT_EQ(read(raw, End::Oldest, 500).segment.readings.size(), 12'000U);
    EXPECT_EQ(raw.runMax(500), 500U);
}

TEST_F(OfferingTest, ReadsOnUntilABatchIsFull)
{
    const Offer offer = read(thinned, End::Oldest, 100);
    ASSERT_EQ(offer.segment.readings.size(), 100U);
    EXPECT_EQ(offer.segment.readings[0].seq, 60U);
    EXPECT_EQ(offer.segment.readings[99].seq, 6'000U);
    EXPECT_EQ(offer.thinned.front(), (SeqRange{1, 59}));
    EXPECT_EQ(offer.thinned.back().last, 6'059U);
}

TEST_F(OfferingTest, BeginsAtTheNewestEndWhereThatIsWanted)
{
    const Offer offer = read(thinned, End::Newest, 100);
    ASSERT_EQ(offer.segment.readings.size(), 100U);
    EXPECT_EQ(offer.segment.readings[0].seq, 6'060U);
    EXPECT_EQ(offer.segment.readings[99].seq, 12'000U);
    EXPECT_EQ(offer.thinned.front(), (SeqRange{6'001, 6'059}));
    EXPECT_EQ(offer.thinned.back(), (SeqRange{11'941, 11'999}));
}

TEST_F(OfferingTest, TakesAllOfARunThatHasLess)
{
    const Offer offer = read(thinned, End::Newest, 1'000);
    EXPECT_EQ(offer.segment.readings.size(), 200U);
    std::uint64_t left = 0;
    for (const SeqRange& range : offer.thinned) left += range.count();
    EXPECT_EQ(left, 11'800U);
}

TEST_F(OfferingTest, HoldsOnlySoMuchOfHeavyReadings)
{
    Batch batch;
    for (int i = 0; i < 500; ++i) {
        Reading& reading = batch.begin(device);
        reading.time = reading.received = clock.now() + std::chrono::minutes(i);
        const TextSpan text = batch.keep(std::string(20'000, 'x'));
        batch.add(Value::text(*symbols.symbol(NameKind::Metric, "n"), text));
    }
    store.commit({batch, {}, "boot", 0us});
    clock.advance(24h);
    const View view = *source.look();
    for (Offering* offering : {&raw, &thinned}) {
        const forward::Run run{kStore, {12'001, 12'500}};
        const Offer oldest = *offering->read(view, run, End::Oldest, 500);
        EXPECT_TRUE(oldest.isHeavy);
        EXPECT_EQ(oldest.segment.readings[0].seq, 12'001U);
        EXPECT_NEAR(static_cast<double>(oldest.segment.readings.size()), 208, 10);
        const Offer newest = *offering->read(view, run, End::Newest, 500);
        EXPECT_EQ(newest.segment.readings[newest.segment.readings.size() - 1].seq, 12'500U);
        EXPECT_LE(newest.segment.readings.bytes(), kOfferBytesMax + kOfferBytesMax / 10);
        EXPECT_TRUE(newest.thinned.empty());
    }
}

} // namespace
} // namespace historian::forward
