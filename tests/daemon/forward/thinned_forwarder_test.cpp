// An output with a `resolution`, from the store to its answers.
#include "forward_support.h"

#include <historian/companions.h>

#include <algorithm>

namespace historian::forward {
namespace {

/// Remembers the gaps it is told of.
class ToldOutput final : public TakingOutput, public GapOutput {
public:
    Deliveries deliverGaps(std::span<const ReadingGap> gaps) override
    {
        for (const ReadingGap& gap : gaps) told[gap.firstSeq] = gap;
        return Deliveries(gaps.size(), Delivery::done());
    }

    std::map<std::uint64_t, ReadingGap>
        told; ///< first seq -> the newest, as a destination keeps it
};

class ThinnedForwarderTest : public ForwardTest {
protected:
    void SetUp() override
    {
        ForwardTest::SetUp();
        wanted.window = 60s;
        restart();
    }

    void storeSeconds(int count)
    {
        for (int i = 0; i < count; ++i, clock.advance(1s))
            storeOne(device, clock.now(), clock.now());
    }

    /// So long ago, second by second.
    void storePast(int count, std::chrono::seconds age)
    {
        Batch batch;
        for (int i = 0; i < count; ++i) {
            Reading& reading = batch.begin(device);
            reading.time = clock.now() - age + std::chrono::seconds(i);
            reading.received = reading.time;
            batch.add(Value::integer(*symbols.symbol(NameKind::Metric, "n"), i));
        }
        store.commit({batch, {}, "boot", 0us});
    }

    void runFor(Output& output, std::chrono::seconds time)
    {
        const SteadyTime end = clock.steady() + time;
        while (clock.steady() < end) clock.advance(std::max(step(output), 1ms));
    }

    /// How many were neither delivered nor told of.
    static std::uint64_t unexplained(const ToldOutput& output, std::uint64_t last)
    {
        std::uint64_t count = last;
        for (const auto& [first, gap] : output.told) {
            EXPECT_EQ(gap.cause, ReadingGap::Cause::Thinned);
            count -= gap.readings;
        }
        return count - output.taken.size();
    }

    /// Whether what a gap does not stand for was delivered.
    static bool eachGapIsExact(const ToldOutput& output)
    {
        return std::ranges::all_of(output.told, [&](const auto& one) {
            const ReadingGap& gap = one.second;
            const auto taken = static_cast<std::uint64_t>(std::distance(
                output.taken.lower_bound(gap.firstSeq), output.taken.upper_bound(gap.lastSeq)));
            return gap.lastSeq - gap.firstSeq + 1 == gap.readings + taken;
        });
    }

    std::string position() const { return forwarder->book().settled()[kStore].text(); }
};

TEST_F(ThinnedForwarderTest, DeliversOneReadingOfEachWindow)
{
    TakingOutput output;
    storeSeconds(600);
    runFor(output, 30s);
    EXPECT_EQ(output.readingsTaken(), 10U);
    EXPECT_EQ(output.taken.begin()->first, 60U);
    EXPECT_EQ(output.taken.rbegin()->first, 600U);
    EXPECT_EQ(position(), "1-600");
    EXPECT_EQ(state(), DestinationState::CaughtUp);
    EXPECT_EQ(forwarder->status().thinned, 590U);
    EXPECT_EQ(forwarder->status().window, 60s);
}

TEST_F(ThinnedForwarderTest, WaitsForTheEndOfTheWindowWithoutLookingAllTheTime)
{
    TakingOutput output;
    storeSeconds(30);
    step(output);
    EXPECT_EQ(state(), DestinationState::CaughtUp);
    EXPECT_GT(step(output), 1s);
    EXPECT_TRUE(output.batches.empty());
    runFor(output, 40s);
    EXPECT_EQ(output.batches, (std::vector<std::vector<std::uint64_t>>{{30}}));
}

TEST_F(ThinnedForwarderTest, FillsItsBatchesAndSendsTheNewestWindowFirst)
{
    TakingOutput output;
    storePast(72'000, 20h + 1min);
    step(output);
    ASSERT_EQ(output.batches.size(), 1U);
    EXPECT_EQ(output.batches[0].size(), 500U);
    EXPECT_EQ(output.batches[0].back(), 72'000U);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 1'200U);
    for (const auto& [seq, times] : output.taken) EXPECT_EQ(times, 1) << seq;
    EXPECT_LE(output.batches.size(), 4U);
    EXPECT_EQ(position(), "1-72000");
}

TEST_F(ThinnedForwarderTest, ChoosesTheSameAfterACrash)
{
    TakingOutput output;
    storePast(3'000, 1h);
    desk.isCrashed = true;
    run(output);
    const auto before = output.taken;
    ASSERT_FALSE(before.empty());
    restart();
    run(output);
    ASSERT_EQ(output.taken.size(), before.size());
    for (const auto& [seq, times] : output.taken) EXPECT_TRUE(before.contains(seq)) << seq;
}

TEST_F(ThinnedForwarderTest, KeepsItsPositionInOnePieceWhileADestinationFails)
{
    ScriptedOutput output;
    output.script = always(Delivery::retry(1s, "down"));
    storePast(36'000, 10h + 1min);
    for (int i = 0; i < 30; ++i) clock.advance(std::max(step(output), 1ms));
    EXPECT_EQ(position(), "");
    output.script = nullptr;
    run(output);
    EXPECT_EQ(output.readingsTaken(), 600U);
    EXPECT_EQ(position(), "1-36000");
}

TEST_F(ThinnedForwarderTest, SettlesWhatLiesBeforeTheFirstUndeliveredReadingOnly)
{
    ScriptedOutput output;
    output.script = [](const Segment& segment) {
        Deliveries answers(segment.readings.size(), Delivery::done());
        answers.back() = Delivery::retry(1s, "half");
        return answers;
    };
    storePast(50, 55s);
    storeSeconds(130);
    clock.advance(6s);
    step(output);
    ASSERT_EQ(output.batches.size(), 1U);
    const std::uint64_t missing = output.batches[0].back();
    EXPECT_EQ(position(), "1-" + std::to_string(missing - 1));
}

TEST_F(ThinnedForwarderTest, BisectsARefusedBatch)
{
    ScriptedOutput output;
    std::uint64_t bad = 0;
    output.script = [&bad](const Segment& segment) {
        const auto readings = segment.readings.readings();
        if (bad == 0) bad = readings[readings.size() / 2].seq;
        if (std::ranges::find(readings, bad, &Reading::seq) != readings.end() &&
            readings.size() > 1)
            return Deliveries(readings.size(), Delivery::rejected("22P02"));
        if (readings.size() == 1 && readings[0].seq == bad)
            return Deliveries(1, Delivery::rejected("22P02"));
        return Deliveries(readings.size(), Delivery::done());
    };
    storePast(6'000, 2h);
    run(output);
    EXPECT_EQ(forwarder->book().quarantined(), 1U);
    EXPECT_EQ(forwarder->book().quarantine({}, 1).at(0).seq, bad);
    EXPECT_EQ(position(), "1-6000");
}

TEST_F(ThinnedForwarderTest, TellsOfWhatItLeftOutInFewGapsThatCoverAllOfIt)
{
    ToldOutput output;
    storePast(6'000, 2h);
    for (int i = 0; i < 5; ++i) {
        storeSeconds(60);
        runFor(output, 30s);
    }
    runFor(output, 120s);
    EXPECT_EQ(unexplained(output, 6'300), 0U);
    EXPECT_LE(output.told.size(), 2U) << "one row grows";
    EXPECT_TRUE(eachGapIsExact(output));
}

TEST_F(ThinnedForwarderTest, SaysOfEachGapHowManyReadingsItStandsForThroughARestartAndARewind)
{
    ToldOutput output;
    storePast(3'000, 1h);
    runFor(output, 130s);
    restart();
    storeSeconds(120);
    runFor(output, 130s);
    EXPECT_TRUE(eachGapIsExact(output));
    forwarder->book().rewind(std::vector<forward::Run>{{kStore, {1'000, 3'120}}});
    forwarder->hurry();
    for (int i = 0; i < 100; ++i) {
        clock.advance(std::max(step(output), 1ms));
        EXPECT_TRUE(eachGapIsExact(output)) << "no false alarm while a rewind is under way";
    }
    EXPECT_EQ(position(), "1-3120");
    EXPECT_EQ(unexplained(output, 3'120), 0U);
}

TEST_F(ThinnedForwarderTest, SendsTheSameAgainAfterARewind)
{
    TakingOutput output;
    storePast(600, 1h);
    run(output);
    const std::size_t first = output.readingsTaken();
    forwarder->book().rewind(std::vector<forward::Run>{{kStore, {1, 600}}});
    forwarder->hurry();
    for (int i = 0; i < 20; ++i) clock.advance(std::max(step(output), 1ms));
    EXPECT_EQ(output.readingsTaken(), first);
    for (const auto& [seq, times] : output.taken) EXPECT_EQ(times, 2) << seq;
}

TEST_F(ThinnedForwarderTest, GoesOnWhereTheClockWasSetBack)
{
    TakingOutput output;
    const Time ahead = clock.now() + std::chrono::years(1);
    storeOne(device, ahead, ahead);
    storeSeconds(120);
    runFor(output, 3min);
    EXPECT_EQ(output.readingsTaken(), 3U);
    EXPECT_EQ(position(), "1-121");
}

} // namespace
} // namespace historian::forward
