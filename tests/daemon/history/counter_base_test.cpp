#include "counting.h"
#include "history/counter_base.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace historian::history {
namespace {

/// A counter to which everything happens, cut at a sample: the state goes through its text.
Amount lifetimeWithACut(const testing::Shown& shown, std::size_t cut)
{
    CounterRules rules = testing::rulesOfMeter();
    rules.rollover = *amountOf(655.36);
    CounterEvaluator evaluator(rules);
    CounterTally tally;
    const StepVisitor count = [&tally](const CounterStep& step) { tally.add(step); };
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (i == cut) {
            const auto base = counterBaseOf(textOf({Time{}, evaluator.memory(), tally}));
            evaluator = CounterEvaluator(rules, base.value().memory);
            tally = base->tally;
        }
        evaluator.add(testing::sampleAt(shown[i].first, shown[i].second), count);
    }
    evaluator.provisional(count);
    return evaluator.first()->amount + tally.increase;
}

TEST(CounterBase, CutsACounterAnywhereWithoutATrace)
{
    std::mt19937 chance(3);
    testing::Shown shown;
    double kwh = 600;
    for (int i = 0; i < 400; ++i) {
        kwh += 0.25;
        if (kwh >= 655.36) kwh -= 655.36;
        if (i == 300) kwh = 2;
        const bool isBroken = chance() % 20 == 0;
        shown.emplace_back(60.0 * i, isBroken ? (chance() % 2 == 0 ? 0 : 9e6) : kwh);
    }
    const Amount whole = lifetimeWithACut(shown, shown.size());
    for (std::size_t cut = 1; cut < shown.size(); ++cut)
        EXPECT_EQ(lifetimeWithACut(shown, cut), whole) << cut;
}

TEST(CounterBase, KeepsItsMoment)
{
    const CounterBase base{Time(std::chrono::seconds(-5)), {}, {}};
    EXPECT_EQ(counterBaseOf(textOf(base)).value().upTo, base.upTo);
}

TEST(CounterBase, IsNothingForATextThatIsNone)
{
    const std::string good = textOf({});
    EXPECT_TRUE(counterBaseOf(good));
    EXPECT_FALSE(counterBaseOf(""));
    EXPECT_FALSE(counterBaseOf("nonsense"));
    EXPECT_FALSE(counterBaseOf("2" + good.substr(1)));
    EXPECT_FALSE(counterBaseOf(good + " 7"));
    for (std::size_t end = 0; end < good.size(); ++end)
        EXPECT_FALSE(counterBaseOf(good.substr(0, end))) << end;
}

TEST(CounterBase, BelievesNoNumberOfSamplesThatAreNotThere)
{
    std::string many = textOf({});
    many.back() = '9';
    EXPECT_FALSE(counterBaseOf(many + "000000000"));
}

} // namespace
} // namespace historian::history
