#include "counting.h"

#include <gtest/gtest.h>

namespace historian::history {
namespace {

using testing::count;
using testing::Counted;
using testing::rulesOfMeter;
using testing::Shown;

Amount units(double number)
{
    return *amountOf(number);
}

void expectOne(const Counted& counted, CounterEventKind kind, int rule)
{
    ASSERT_EQ(counted.events.size(), 1U);
    EXPECT_EQ(counted.events[0].kind, kind);
    EXPECT_EQ(counted.events[0].rule, rule);
}

TEST(Counter, AddsWhatItRises)
{
    const Counted counted = count(rulesOfMeter(), {{0, 100}, {1, 100.01}, {2, 100.03}});
    EXPECT_EQ(counted.increase, units(0.03));
    EXPECT_EQ(counted.lifetime, units(100.03));
    EXPECT_TRUE(counted.events.empty());
}

TEST(Counter, ComesToNothingWithoutSamples)
{
    EXPECT_EQ(count(rulesOfMeter(), {}).lifetime, 0);
}

TEST(Counter, ComesToItsFirstAmountWithOneSample)
{
    const Counted counted = count(rulesOfMeter(), {{0, 1.234}});
    EXPECT_EQ(counted.lifetime, units(1.234));
    EXPECT_EQ(counted.increase, 0);
}

TEST(Counter, AddsNothingAtAResetToZeroAndCountsOn)
{
    const Counted counted = count(rulesOfMeter(), {{0, 5}, {1, 0}, {2, 0.02}});
    EXPECT_EQ(counted.increase, units(0.02));
    expectOne(counted, CounterEventKind::Reset, 7);
    EXPECT_EQ(counted.events[0].before, units(5));
    EXPECT_EQ(counted.events[0].after, 0);
    EXPECT_EQ(counted.events[0].contribution, 0);
}

TEST(Counter, AddsWhatAResetShowsOnlyIfItBeginsAtZero)
{
    CounterRules rules = rulesOfMeter();
    const Shown reset = {{0, 5}, {60, 0.4}};
    EXPECT_EQ(count(rules, reset).increase, 0);
    rules.resetsToZero = true;
    EXPECT_EQ(count(rules, reset).increase, units(0.4));
    EXPECT_EQ(count(rules, reset).lifetime, units(5.4));
}

TEST(Counter, AddsNothingAtAResetThatShowsMoreThanCanBeNew)
{
    CounterRules rules = rulesOfMeter();
    rules.resetsToZero = true;
    const Counted counted = count(rules, {{0, 5}, {1, 4}});
    EXPECT_EQ(counted.increase, 0);
    expectOne(counted, CounterEventKind::Reset, 7);
}

TEST(Counter, AddsNothingAtAResetWithoutAKnownRate)
{
    CounterRules rules = rulesOfMeter();
    rules.resetsToZero = true;
    rules.ratePerHour.reset();
    EXPECT_EQ(count(rules, {{0, 5}, {60, 0.4}}).increase, 0);
}

TEST(Counter, TakesTheRebootOfABoardForOneReset)
{
    CounterRules rules = rulesOfMeter();
    rules.resetsToZero = true;
    rules.maxGap = std::chrono::minutes(5);
    const Counted counted = count(rules, {{0, 5.000}, {120, 0.000}, {180, 0.100}});
    EXPECT_EQ(counted.increase, units(0.1));
    expectOne(counted, CounterEventKind::Reset, 7);
}

TEST(Counter, CountsAcrossTheWrapOfASixteenBitRegister)
{
    CounterRules rules = rulesOfMeter();
    rules.rollover = units(655.36);
    const Counted counted = count(rules, {{0, 655.30}, {10, 0.05}});
    EXPECT_EQ(counted.increase, units(0.11));
    expectOne(counted, CounterEventKind::Rollover, 5);
}

TEST(Counter, TakesAFallFarFromTheWrapForAReset)
{
    CounterRules rules = rulesOfMeter();
    rules.rollover = units(655.36);
    expectOne(count(rules, {{0, 300}, {10, 0.05}}), CounterEventKind::Reset, 7);
}

TEST(Counter, TakesAWrapThatNeedsTooMuchForAReset)
{
    CounterRules rules = rulesOfMeter();
    rules.rollover = units(655.36);
    expectOne(count(rules, {{0, 600}, {1, 0.05}}), CounterEventKind::Reset, 7);
}

CounterRules unboundedRules()
{
    CounterRules rules = rulesOfMeter();
    rules.rollover = units(42'949'672.96);
    rules.ratePerHour.reset();
    return rules;
}

TEST(Counter, CountsAcrossAWrapWithoutAKnownRateIfItAddsLittle)
{
    const Counted counted = count(unboundedRules(), {{0, 42'949'672.90}, {10, 0.05}});
    EXPECT_EQ(counted.increase, units(0.11));
    expectOne(counted, CounterEventKind::Rollover, 5);
    const Counted most = count(unboundedRules(), {{0, 42'906'723.29}, {10, 0}});
    EXPECT_EQ(most.increase, units(42'949.67)); // a thousandth of its width
}

TEST(Counter, InventsNothingWhenAFullCounterWithoutAKnownRateFalls)
{
    for (const double last : {40'000'000.0, 42'906'723.28}) {
        const Counted counted = count(unboundedRules(), {{0, last}, {10, 0}});
        EXPECT_EQ(counted.increase, 0) << last;
        expectOne(counted, CounterEventKind::Reset, 7);
    }
}

TEST(Counter, LeavesOutZerosThatEndInsideTheWindow)
{
    for (const int zeros : {1, 3, 60}) {
        Shown shown = {{0, 2775.6}};
        for (int i = 1; i <= zeros; ++i) shown.emplace_back(i * 5, 0);
        shown.emplace_back(zeros * 5 + 5, 2775.7);
        const Counted counted = count(rulesOfMeter(), shown);
        EXPECT_EQ(counted.increase, units(0.1)) << zeros;
        ASSERT_FALSE(counted.events.empty());
        EXPECT_EQ(counted.events[0].kind, CounterEventKind::Glitch);
        EXPECT_EQ(counted.events[0].rule, 6);
        EXPECT_EQ(counted.events[0].samples, static_cast<std::size_t>(zeros));
        EXPECT_EQ(counted.tally.count(CounterEventKind::Reset), 0U);
    }
}

TEST(Counter, TakesALongNightOfZerosBackWhenTheOldAmountGoesOn)
{
    const Counted counted =
        count(rulesOfMeter(), {{0, 2775.6}, {60, 0}, {40'000, 0}, {43'200, 2775.7}});
    EXPECT_EQ(counted.increase, units(0.1));
    EXPECT_EQ(counted.lifetime, units(2775.7));
}

TEST(Counter, TakesALongNightBackAlsoWithoutAKnownRate)
{
    CounterRules rules = rulesOfMeter();
    rules.ratePerHour.reset();
    EXPECT_EQ(count(rules, {{0, 2775.6}, {60, 0}, {43'200, 2775.7}}).increase, units(0.1));
}

TEST(Counter, DoesNotTakeCountingPastAnOldAmountForAReturn)
{
    const Counted counted =
        count(rulesOfMeter(), {{0, 5}, {1, 0}, {3600, 3}, {7200, 4.9}, {10'800, 6}, {10'860, 6.1}});
    EXPECT_EQ(counted.increase, units(6.1));
    EXPECT_EQ(counted.tally.count(CounterEventKind::Glitch), 0U);
}

TEST(Counter, LeavesOutASpikeOfAThousandTimes)
{
    const Counted counted =
        count(rulesOfMeter(), {{0, 100}, {1, 100'000}, {2, 100.01}, {3, 100.02}});
    EXPECT_EQ(counted.increase, units(0.02));
    expectOne(counted, CounterEventKind::Spike, 2);
    EXPECT_EQ(counted.events[0].after, units(100'000));
    EXPECT_FALSE(counted.events[0].isProvisional);
}

TEST(Counter, LeavesOutASpikeThatStays)
{
    const Counted counted =
        count(rulesOfMeter(), {{0, 100}, {1, 90'000}, {2, 90'000}, {3, 90'000}, {4, 90'000}});
    EXPECT_EQ(counted.increase, 0);
    EXPECT_EQ(counted.tally.count(CounterEventKind::Spike), 4U);
}

TEST(Counter, ConfirmsAStepThatTheNextTwoReadingsBearOut)
{
    const Counted counted = count(rulesOfMeter(), {{0, 100}, {1, 100.1}, {2, 100.1}, {4, 100.1}});
    EXPECT_EQ(counted.increase, units(0.1));
    EXPECT_TRUE(counted.events.empty());
}

TEST(Counter, HoldsAStepBackWhileTheNextTwoReadingsAreMissing)
{
    const Counted counted = count(rulesOfMeter(), {{0, 100}, {1, 100.1}, {2, 100.1}});
    EXPECT_EQ(counted.increase, 0);
    ASSERT_FALSE(counted.events.empty());
    EXPECT_TRUE(counted.events[0].isProvisional);
}

TEST(Counter, AddsASpikeIfNoRateIsKnown)
{
    CounterRules rules = rulesOfMeter();
    rules.ratePerHour.reset();
    EXPECT_EQ(count(rules, {{0, 100}, {1, 100'000}}).increase, units(99'900));
}

TEST(Counter, KeepsTheHighWaterMarkOverADipOfOneStep)
{
    const Counted counted = count(rulesOfMeter(), {{0, 100}, {1, 99.99}, {2, 100.01}});
    EXPECT_EQ(counted.increase, units(0.01));
    expectOne(counted, CounterEventKind::Jitter, 3);
}

TEST(Counter, CountsOverADeclaredReplacement)
{
    CounterRules rules = rulesOfMeter();
    rules.replacements = {{testing::sampleAt(50, 0).time, units(100.5), units(3)}};
    const Counted counted = count(rules, {{0, 100}, {100, 3.2}, {101, 3.21}});
    EXPECT_EQ(counted.increase, units(0.71));
    expectOne(counted, CounterEventKind::Replacement, 4);
}

TEST(Counter, CountsOverAReplacementByAMeterThatShowsMore)
{
    CounterRules rules = rulesOfMeter();
    rules.replacements = {{testing::sampleAt(50, 0).time, units(100.5), units(7000)}};
    EXPECT_EQ(count(rules, {{0, 100}, {100, 7000.2}}).increase, units(0.7));
}

TEST(Counter, BridgesAnOutageOfThirtyDays)
{
    constexpr double kThirtyDays = 30 * 86'400;
    const Counted counted = count(rulesOfMeter(), {{0, 100}, {kThirtyDays, 5100}});
    EXPECT_EQ(counted.increase, units(5000));
    expectOne(counted, CounterEventKind::Bridged, 1);
}

TEST(Counter, DoesNotDriftOverAMillionSteps)
{
    CounterRules rules = rulesOfMeter();
    rules.ratePerHour = 36'000;
    CounterEvaluator evaluator(rules);
    CounterTally tally;
    for (int i = 0; i <= 1'000'000; ++i)
        evaluator.add({Time(std::chrono::seconds(i)), units(0.01) * i},
                      [&](const CounterStep& step) { tally.add(step); });
    EXPECT_EQ(tally.increase, units(10'000));
}

TEST(Counter, HoldsABoundedNumberOfSamples)
{
    CounterEvaluator evaluator(rulesOfMeter());
    const StepVisitor ignore = [](const CounterStep&) {};
    for (int i = 0; i < 20'000; ++i) {
        const double falling = 100'000.0 - i;
        evaluator.add(testing::sampleAt(i * 0.001, falling), ignore);
        ASSERT_LE(evaluator.heldSamples(), kHeldSamplesMax + 1);
    }
}

} // namespace
} // namespace historian::history
