#include "base/unsynced.h"
#include "forward/position/beginning.h"
#include "forward/position/source.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

class SourceTest : public ForwardTest {
protected:
    Offer read(std::uint64_t first, std::uint64_t last)
    {
        return *source.read(*source.look(), {kStore, {first, last}});
    }

    /// The first seq from that time on; 0: none.
    std::uint64_t firstSince(Time time)
    {
        const auto runs = *source.since(*source.look(), symbols.all(NameKind::Device), time);
        return runs.empty() ? 0 : runs[0].seqs.first;
    }

    Source source{store, clock};
};

TEST_F(SourceTest, ReadsARunAndNothingBesideIt)
{
    storeReadings(10);
    const Offer offer = read(3, 5);
    ASSERT_EQ(offer.segment.readings.size(), 3U);
    EXPECT_EQ(offer.segment.readings[0].seq, 3U);
    EXPECT_EQ(offer.segment.readings[2].seq, 5U);
    EXPECT_TRUE(offer.damaged.empty());
    EXPECT_FALSE(offer.waitsForClock);
}

TEST_F(SourceTest, NamesWhatCannotBeRead)
{
    storeReadings(10);
    store.reclaim(kStore, 4, [](std::uint64_t) { return std::vector<RecordChange>{}; });
    const Offer offer = read(3, 6);
    ASSERT_EQ(offer.damaged.size(), 1U);
    EXPECT_EQ(offer.damaged[0].seqs, (SeqRange{3, 4}));
    const Offer nothing = read(2, 3);
    EXPECT_TRUE(nothing.segment.readings.isEmpty());
    EXPECT_EQ(nothing.damaged.at(0).seqs, (SeqRange{2, 3}));
}

TEST_F(SourceTest, EndsBeforeWhatMayBeDatedAnew)
{
    Flags unsynced;
    unsynced.add(Flag::Unsynced);
    clock.setTrusted(false);
    storeReadings(2);
    storeReadings(2, 0ms, unsynced);
    storeReadings(2);
    const Offer offer = read(1, 6);
    EXPECT_EQ(offer.segment.readings.size(), 2U);
    EXPECT_TRUE(offer.waitsForClock);
    EXPECT_TRUE(offer.damaged.empty());
    clock.advance(base::kUnsyncedWaitMax);
    EXPECT_EQ(read(1, 6).segment.readings.size(), 6U);
}

TEST_F(SourceTest, FindsWhereATimeBegins)
{
    storeReadings(10, 2h);
    storeReadings(10, 1h);
    EXPECT_EQ(firstSince(Time{}), 1U);
    EXPECT_EQ(firstSince(clock.now() - 90min), 11U);
    EXPECT_EQ(firstSince(clock.now() - 1h + 4ms), 15U);
    EXPECT_EQ(firstSince(clock.now()), 0U);
}

TEST_F(SourceTest, FindsAReadingThatCameBeforeOlderOnes)
{
    Flags late;
    late.add(Flag::Late);
    storeOne(device, clock.now() - 1h, clock.now());
    storeOne(device, clock.now() - 3h, clock.now(), late);
    storeOne(device, clock.now() - 2h, clock.now(), late);
    storeOne(device, clock.now(), clock.now());
    EXPECT_EQ(firstSince(clock.now() - 150min), 1U);
    EXPECT_EQ(firstSince(clock.now() - 30min), 4U);
}

TEST_F(SourceTest, TakesTheDeviceThatBeginsFirst)
{
    const Symbol other = *symbols.symbol(NameKind::Device, "meter-2");
    storeReadings(5, 2h);
    storeOne(other, clock.now() - 1h, clock.now() - 1h);
    storeReadings(5);
    EXPECT_EQ(firstSince(clock.now() - 90min), 6U);
    EXPECT_EQ(firstSince(clock.now() - 30min), 7U);
}

TEST_F(SourceTest, KnowsWhatABeginningLeavesOut)
{
    storeReadings(10, 2h);
    storeReadings(10);
    const View view = *source.look();
    const auto devices = symbols.all(NameKind::Device);
    const auto left = [&](const Start& start) {
        const auto runs = *leftBefore(start, source, view, devices);
        return runs.empty() ? 0 : runs[0].seqs.last;
    };
    EXPECT_EQ(left(StartOldest{}), 0U);
    EXPECT_EQ(left(StartNow{}), 20U);
    EXPECT_EQ(left(clock.now() - 1h), 10U);
    EXPECT_EQ(left(clock.now() + 1h), 20U);
}

} // namespace
} // namespace historian::forward
