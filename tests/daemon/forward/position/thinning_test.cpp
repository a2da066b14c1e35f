#include "forward/position/thinning.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

class ThinningTest : public ForwardTest {
protected:
    /// The seqs that are kept of everything stored.
    std::vector<std::uint64_t> kept(Thinning& thinning)
    {
        const Segment all = *(*store.snapshot())->readAfter(0, 100'000);
        sifted = *thinning.sift(**store.snapshot(), all);
        std::vector<std::uint64_t> seqs;
        for (const std::size_t index : sifted.kept) seqs.push_back(all.readings[index].seq);
        return seqs;
    }

    std::vector<std::uint64_t> kept()
    {
        Thinning fresh(60s, clock);
        return kept(fresh);
    }

    void storeNow(Symbol of) { storeOne(of, clock.now(), clock.now()); }

    using Seqs = std::vector<std::uint64_t>;
    const Time start{Time::duration(1'737'369'000'000'000)}; ///< 10:30:00, as the manual clock's
    Thinned sifted;
};

TEST_F(ThinningTest, KeepsTheLastReadingOfADeviceInEachWindow)
{
    for (int i = 0; i < 180; ++i, clock.advance(1s)) storeNow(device);
    clock.advance(10s);
    EXPECT_EQ(kept(), (Seqs{60, 120, 180}));
    EXPECT_FALSE(sifted.undecidedBefore);
    EXPECT_EQ(sifted.left, (std::vector<SeqRange>{{1, 59}, {61, 119}, {121, 179}}));
}

TEST_F(ThinningTest, ChoosesForEveryDeviceByItself)
{
    const Symbol other = *symbols.symbol(NameKind::Device, "meter-2");
    for (int i = 0; i < 60; ++i, clock.advance(1s)) storeNow(i % 2 == 0 ? device : other);
    clock.advance(10s);
    EXPECT_EQ(kept(), (Seqs{59, 60}));
}

TEST_F(ThinningTest, DecidesAWindowFiveSecondsAfterItsEnd)
{
    for (int i = 0; i < 60; ++i, clock.advance(1s)) storeNow(device);
    EXPECT_EQ(kept(), Seqs{});
    ASSERT_TRUE(sifted.undecidedBefore);
    EXPECT_GT(*sifted.undecidedBefore, start + 60s + kStragglerGrace);
    EXPECT_TRUE(sifted.left.empty());
    clock.set(*sifted.undecidedBefore);
    EXPECT_EQ(kept(), Seqs{60});
}

TEST_F(ThinningTest, LeavesOutWhatComesLateForADecidedWindow)
{
    storeOne(device, start + 10s, start + 10s);
    storeOne(device, start + 70s, start + 70s);
    storeOne(device, start + 50s, start + 90s);
    clock.set(start + 200s);
    EXPECT_EQ(kept(), (Seqs{1, 2}));
}

TEST_F(ThinningTest, MakesTheSameChoiceBeforeAndAfterLateDataCame)
{
    Thinning running(60s, clock);
    for (int i = 0; i < 50; ++i, clock.advance(1s)) storeNow(device);
    clock.set(start + 66s);
    EXPECT_EQ(kept(running), Seqs{50});
    storeOne(device, start + 59s, clock.now());
    clock.advance(1h);
    EXPECT_EQ(kept(running), Seqs{50}) << "as it remembers";
    EXPECT_EQ(kept(), Seqs{50}) << "as a new process finds";
}

TEST_F(ThinningTest, KeepsOneOfEachWindowThatABoardSendsAfterwards)
{
    clock.set(start + 1h);
    for (int i = 0; i < 120; ++i) storeOne(device, start + std::chrono::seconds(i), start + 1h);
    EXPECT_EQ(kept(), Seqs{});
    clock.set(start + 1h + kStragglerGrace + 1us);
    EXPECT_EQ(kept(), (Seqs{60, 120}));
}

TEST_F(ThinningTest, WaitsAWindowAtMostForAClockThatIsAhead)
{
    storeOne(device, start + 100h, start);
    clock.set(start + 60s + kStragglerGrace + 1us);
    EXPECT_EQ(kept(), Seqs{1});
}

TEST_F(ThinningTest, TakesTheLaterOneOfTwoWithOneTime)
{
    storeOne(device, start, start);
    storeOne(device, start, start);
    clock.set(start + 2min);
    EXPECT_EQ(kept(), Seqs{2});
}

TEST_F(ThinningTest, FindsTheSameWindowsFarApart)
{
    for (const auto hours : {0h, 5h, 900h}) {
        storeOne(device, start + hours, start + hours);
        storeOne(device, start + hours + 1s, start + hours + 1s);
    }
    clock.set(start + 1'000h);
    EXPECT_EQ(kept(), (Seqs{2, 4, 6}));
}

TEST_F(ThinningTest, ForgetsOldChoicesRatherThanGrow)
{
    Thinning running(10s, clock);
    for (std::size_t i = 0; i < kDecidedKept + 2; ++i, clock.advance(10s)) storeNow(device);
    clock.advance(1min);
    EXPECT_EQ(kept(running).size(), kDecidedKept + 2);
    EXPECT_EQ(kept(running).size(), kDecidedKept + 2);
}

TEST_F(ThinningTest, DoesNotWaitForATimeThatTheClockWasSetBackFrom)
{
    const Time ahead = start + std::chrono::years(1);
    storeOne(device, ahead, ahead);
    clock.set(start);
    EXPECT_EQ(kept(), Seqs{1});
    EXPECT_FALSE(sifted.undecidedBefore);
}

TEST_F(ThinningTest, LetsNoReadingWithoutATrustedClockTakeTheWindowOfOthers)
{
    Flags unsynced;
    unsynced.add(Flag::Unsynced);
    storeOne(device, start + 10s, start + 10s);
    storeOne(device, start + 30s, start + 30s, unsynced);
    storeOne(device, start + 40s, start + 40s, unsynced);
    clock.set(start + 200s);
    EXPECT_EQ(kept(), (Seqs{1, 3}));
}

} // namespace
} // namespace historian::forward
