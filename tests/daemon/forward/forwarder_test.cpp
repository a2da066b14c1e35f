#include "base/unsynced.h"
#include "forward_support.h"

#include <algorithm>
#include <span>

namespace historian::forward {
namespace {

class ForwarderTest : public ForwardTest {
protected:
    void SetUp() override
    {
        ForwardTest::SetUp();
        restart();
    }
};

TEST_F(ForwarderTest, DeliversWhatIsStoredInOrder)
{
    TakingOutput output;
    storeReadings(3);
    run(output);
    ASSERT_EQ(output.batches.size(), 1U);
    EXPECT_EQ(output.batches[0], (std::vector<std::uint64_t>{1, 2, 3}));
    EXPECT_EQ(state(), DestinationState::CaughtUp);
    EXPECT_EQ(forwarder->status().delivered, 3U);
}

TEST_F(ForwarderTest, SendsNothingTwiceAfterARestart)
{
    TakingOutput output;
    storeReadings(700);
    run(output);
    restart();
    storeReadings(10);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 710U);
    for (const auto& [seq, times] : output.taken) EXPECT_EQ(times, 1) << seq;
}

TEST_F(ForwarderTest, OnlyResendsWhatACrashForgot)
{
    TakingOutput output;
    storeReadings(600);
    run(output);
    storeReadings(5);
    desk.isCrashed = true;
    clock.advance(1s);
    step(output);
    EXPECT_EQ(output.readingsTaken(), 605U);
    restart();
    run(output);
    EXPECT_EQ(output.taken[600], 1);
    EXPECT_EQ(output.taken[601], 2);
    EXPECT_EQ(output.taken[605], 2);
}

TEST_F(ForwarderTest, SendsTheNewestFirstAndTheBacklogInTurns)
{
    TakingOutput output;
    storeReadings(2'000, 1h);
    step(output);
    ASSERT_EQ(output.batches.size(), 1U);
    EXPECT_EQ(output.batches[0].back(), 2'000U);
    storeReadings(10);
    clock.advance(2s);
    while (output.batches.size() < 3) clock.advance(step(output));
    EXPECT_EQ(output.batches[1].front(), 1U);
    EXPECT_EQ(output.batches[2].front(), 2'001U);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 2'010U);
    for (const auto& [seq, times] : output.taken) EXPECT_EQ(times, 1) << seq;
}

TEST_F(ForwarderTest, FindsItsWayBackWithoutNewDataWhenADestinationReturns)
{
    ScriptedOutput output;
    output.script = always(Delivery::retry(1s, "no route to host"));
    storeReadings(100);
    for (int i = 0; i < 50; ++i) clock.advance(std::max(step(output), 1ms));
    EXPECT_EQ(state(), DestinationState::Retrying);
    EXPECT_EQ(forwarder->status().why, "no route to host");
    EXPECT_TRUE(forwarder->status().nextTry);
    output.script = nullptr;
    run(output);
    EXPECT_EQ(output.readingsTaken(), 100U);
    EXPECT_EQ(state(), DestinationState::CaughtUp);
}

TEST_F(ForwarderTest, ProbesWithOneSmallRequest)
{
    ScriptedOutput output;
    output.script = always(Delivery::retry(1s, "down"));
    storeReadings(1'000, 1h);
    for (int i = 0; i < 20; ++i) clock.advance(std::max(step(output), 1ms));
    const auto isProbe = [](const auto& batch) { return batch.back() == 1'000; };
    const auto probes = std::ranges::count_if(output.batches, isProbe);
    EXPECT_GT(probes, 5);
    for (const auto& batch : std::span(output.batches).subspan(1)) {
        if (!isProbe(batch)) continue;
        EXPECT_LE(batch.size(), kProbeReadings);
    }
}

TEST_F(ForwarderTest, HoldsAndSaysWhyAndLooksAgainEveryMinute)
{
    ScriptedOutput output;
    output.script = always(Delivery::hold("column power is missing"));
    storeReadings(100);
    step(output);
    EXPECT_EQ(state(), DestinationState::Held);
    EXPECT_EQ(forwarder->status().why, "column power is missing");
    EXPECT_EQ(step(output), 60s);
    EXPECT_EQ(output.batches.size(), 1U);
    clock.advance(60s);
    step(output);
    EXPECT_EQ(output.batches.size(), 2U);
    EXPECT_LE(output.batches[1].size(), kProbeReadings);
    output.script = nullptr;
    run(output);
    EXPECT_EQ(output.readingsTaken(), 100U);
}

TEST_F(ForwarderTest, QuarantinesOneBadReadingAndDeliversTheRest)
{
    ScriptedOutput output;
    output.script = [](const Segment& segment) {
        Deliveries answers;
        for (const Reading& reading : segment.readings.readings())
            answers.push_back(reading.seq == 7 ? Delivery::rejected("22003: out of range")
                                               : Delivery::done());
        return answers;
    };
    storeReadings(20);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 19U);
    const auto set = forwarder->book().quarantine({}, 10);
    ASSERT_EQ(set.size(), 1U);
    EXPECT_EQ(set[0].seq, 7U);
    EXPECT_EQ(set[0].device, "meter-1");
    EXPECT_EQ(set[0].why, "22003: out of range");
    restart();
    EXPECT_EQ(forwarder->book().quarantined(), 1U);
}

TEST_F(ForwarderTest, BisectsABatchThatIsRefusedAsAWhole)
{
    ScriptedOutput output;
    output.script = [](const Segment& segment) {
        for (const Reading& reading : segment.readings.readings())
            if (reading.seq == 77 || reading.seq == 78)
                return Deliveries(segment.readings.size(), Delivery::rejected("22P02"));
        return Deliveries(segment.readings.size(), Delivery::done());
    };
    storeReadings(400);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 398U);
    EXPECT_EQ(forwarder->book().quarantined(), 2U);
    EXPECT_LT(output.batches.size(), 45U);
}

TEST_F(ForwarderTest, BisectsTheNewestOfAnOldBacklogToo)
{
    ScriptedOutput output;
    output.script = [](const Segment& segment) {
        for (const Reading& reading : segment.readings.readings())
            if (reading.seq == 1'900)
                return Deliveries(segment.readings.size(), Delivery::rejected("22P02"));
        return Deliveries(segment.readings.size(), Delivery::done());
    };
    storeReadings(2'000, 1h);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 1'999U);
    EXPECT_EQ(forwarder->book().quarantined(), 1U);
    EXPECT_LT(output.batches.size(), 40U);
}

TEST_F(ForwarderTest, HoldsWhereNearlyEverythingIsRefused)
{
    ScriptedOutput output;
    output.script = always(Delivery::rejected("42P01: no such table"));
    storeReadings(500);
    for (int i = 0; i < 250 && state() != DestinationState::Held; ++i) clock.advance(step(output));
    EXPECT_EQ(state(), DestinationState::Held);
    EXPECT_LE(output.batches.size(), kBisectionRequestsMax);
    EXPECT_LT(forwarder->book().quarantined(), 150U);
}

TEST_F(ForwarderTest, OffersFewerWhereABatchIsTooLarge)
{
    ScriptedOutput output;
    output.script = [](const Segment& segment) {
        const auto answer =
            segment.readings.size() > 60 ? Delivery::retry(0ms, "413") : Delivery::done();
        return Deliveries(segment.readings.size(), answer);
    };
    storeReadings(300);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 300U);
    EXPECT_EQ(forwarder->book().quarantined(), 0U);
}

TEST_F(ForwarderTest, SetsAsideAReadingThatIsTooLargeAlone)
{
    ScriptedOutput output;
    output.script = [](const Segment& segment) {
        for (const Reading& reading : segment.readings.readings())
            if (reading.seq == 9)
                return Deliveries(segment.readings.size(), Delivery::retry(0ms, "413"));
        return Deliveries(segment.readings.size(), Delivery::done());
    };
    storeReadings(100);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 99U);
    EXPECT_EQ(forwarder->book().quarantine({}, 10).at(0).seq, 9U);
}

TEST_F(ForwarderTest, SurvivesAnOutputThatThrows)
{
    ScriptedOutput output;
    output.script = [](const Segment&) -> Deliveries { throw std::runtime_error("oh"); };
    storeReadings(10);
    EXPECT_THROW(step(output), std::runtime_error);
    EXPECT_GT(forwarder->failed("threw: oh", host), 0ms);
    EXPECT_EQ(state(), DestinationState::Retrying);
    output.script = nullptr;
    clock.advance(10s);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 10U);
}

TEST_F(ForwarderTest, PausesAcrossARestart)
{
    TakingOutput output;
    storeReadings(10);
    forwarder->book().setPaused(true);
    restart();
    step(output);
    EXPECT_EQ(state(), DestinationState::Paused);
    EXPECT_TRUE(output.batches.empty());
    forwarder->book().setPaused(false);
    forwarder->hurry();
    run(output);
    EXPECT_EQ(output.readingsTaken(), 10U);
}

TEST_F(ForwarderTest, SendsAgainWhatAPersonTakesOutOfQuarantine)
{
    ScriptedOutput output;
    output.script = always(Delivery::rejected("bad"));
    storeReadings(1);
    run(output);
    ASSERT_EQ(forwarder->book().quarantined(), 1U);
    output.script = nullptr;
    EXPECT_EQ(forwarder->book().retry({}), 1U);
    EXPECT_EQ(forwarder->book().quarantined(), 0U);
    restart();
    run(output);
    EXPECT_EQ(output.readingsTaken(), 1U);
    ASSERT_EQ(forwarder->book().gaps(10).size(), 1U);
    EXPECT_TRUE(forwarder->book().gaps(10)[0].isClosed);
    EXPECT_TRUE((*store.snapshot())->records(kQuarantineKind)->empty());
}

TEST_F(ForwarderTest, BeginsWithWhatComesFromNowOn)
{
    wanted.start = StartNow{};
    TakingOutput output;
    storeReadings(10);
    restart();
    step(output);
    storeReadings(2);
    run(output);
    clock.advance(step(output));
    run(output);
    step(output);
    EXPECT_EQ(output.batches, (std::vector<std::vector<std::uint64_t>>{{11, 12}}));
}

TEST_F(ForwarderTest, BeginsAtADateAndOnlyOnce)
{
    TakingOutput output;
    storeReadings(10, 48h);
    storeReadings(10, 1h);
    wanted.start = clock.now() - std::chrono::hours(24);
    restart();
    run(output);
    EXPECT_EQ(output.taken.begin()->first, 11U);
    EXPECT_EQ(output.readingsTaken(), 10U);
    wanted.start = StartOldest{};
    restart();
    storeReadings(1);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 11U);
}

TEST_F(ForwarderTest, WaitsForATrustedClock)
{
    Flags unsynced;
    unsynced.add(Flag::Unsynced);
    clock.setTrusted(false);
    TakingOutput output;
    storeReadings(2);
    storeReadings(3, 0ms, unsynced);
    for (int i = 0; i < 20; ++i) clock.advance(std::max(step(output), 1ms));
    EXPECT_EQ(output.readingsTaken(), 2U);
    EXPECT_NE(forwarder->status().why, "");
    clock.setTrusted(true);
    for (int i = 0; i < 20; ++i) clock.advance(std::min(step(output), 1'000ms));
    EXPECT_EQ(output.readingsTaken(), 2U) << "they may be dated anew just now";
    clock.advance(base::kRedatingWait);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 5U);
}

TEST_F(ForwarderTest, DoesNotTakeAJumpOfTheWallClockForADay)
{
    Flags unsynced;
    unsynced.add(Flag::Unsynced);
    clock.setTrusted(false);
    TakingOutput output;
    storeReadings(3, 0ms, unsynced);
    clock.set(clock.now() + 48h);
    for (int i = 0; i < 20; ++i) clock.advance(std::max(step(output), 1ms));
    EXPECT_EQ(output.readingsTaken(), 0U);
}

TEST_F(ForwarderTest, WaitsForATrustedClockForADayAtMost)
{
    Flags unsynced;
    unsynced.add(Flag::Unsynced);
    clock.setTrusted(false);
    TakingOutput output;
    storeReadings(3, 0ms, unsynced);
    step(output);
    EXPECT_TRUE(output.batches.empty());
    clock.advance(24h);
    run(output);
    EXPECT_EQ(output.readingsTaken(), 3U);
}

TEST_F(ForwarderTest, KeepsToItsRate)
{
    wanted.rateMax = 100;
    restart();
    TakingOutput output;
    storeReadings(1'000);
    const SteadyTime begun = clock.steady();
    run(output);
    EXPECT_EQ(output.readingsTaken(), 1'000U);
    EXPECT_GE(clock.steady() - begun, 9s);
    EXPECT_LE(clock.steady() - begun,
              12s + kIdle); // the last wait is that of a forwarder without work
}

TEST_F(ForwarderTest, WaitsForItsNextDayWhereTheBytesOfADayAreUsedUp)
{
    wanted.bytesPerDayMax = 1'000;
    restart();
    TakingOutput output;
    storeReadings(10);
    EXPECT_GT(step(output, 1'000), 0ms);
    EXPECT_TRUE(output.batches.empty());
    const std::string why = forwarder->status().why;
    EXPECT_NE(why.find("bytes_per_day_max is reached: it goes on at 2025-01-21T00:"),
              std::string::npos)
        << why;
    restart();
    EXPECT_GT(step(output), 0ms);
    EXPECT_TRUE(output.batches.empty()) << "a restart gives no second day";
    clock.set(Time{});
    clock.setTrusted(false);
    restart();
    EXPECT_GT(step(output), 0ms);
    EXPECT_TRUE(output.batches.empty()) << "nor does a clock that was lost";
    clock.set(Time{1'737'369'000s});
    clock.setTrusted(true);
    clock.advance(24h);
    step(output);
    EXPECT_EQ(output.readingsTaken(), 10U);
}

TEST_F(ForwarderTest, DeliversHeavyReadingsInBatchesThatFitIntoMemory)
{
    Batch batch;
    for (int i = 0; i < 500; ++i) {
        Reading& reading = batch.begin(device);
        reading.time = reading.received = clock.now();
        const TextSpan text = batch.keep(std::string(100'000, 'x'));
        batch.add(Value::text(*symbols.symbol(NameKind::Metric, "phase"), text));
    }
    store.commit({batch, {}, "boot", 0us});
    restart();
    TakingOutput output;
    run(output);
    EXPECT_EQ(output.readingsTaken(), 500U);
    for (const auto& [seq, times] : output.taken) EXPECT_EQ(times, 1) << seq;
    for (const auto& offered : output.batches) EXPECT_LE(offered.size(), 50U);
}

} // namespace
} // namespace historian::forward
