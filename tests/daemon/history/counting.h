#pragma once

#include "history/counter.h"

#include <chrono>
#include <utility>
#include <vector>

namespace historian::history::testing {

/// Seconds and what the counter showed.
using Shown = std::vector<std::pair<double, double>>;

inline CounterSample sampleAt(double seconds, double units)
{
    return {Time(std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6))),
            *amountOf(units)};
}

/// What samples come to, with the events.
struct Counted {
    Amount increase = 0;
    Amount lifetime = 0;
    CounterTally tally;
    std::vector<CounterEvent> events;
};

inline Counted count(const CounterRules& rules, const Shown& shown)
{
    Counted counted;
    const StepVisitor visit = [&](const CounterStep& step) {
        counted.tally.add(step);
        if (step.event) counted.events.push_back(*step.event);
    };
    CounterEvaluator evaluator(rules);
    for (const auto& [seconds, units] : shown) evaluator.add(sampleAt(seconds, units), visit);
    evaluator.provisional(visit);
    counted.increase = counted.tally.increase;
    counted.lifetime = counted.increase + (evaluator.first() ? evaluator.first()->amount : 0);
    return counted;
}

/// A meter of 100 kW with steps of 0.01 kWh.
inline CounterRules rulesOfMeter()
{
    CounterRules rules;
    rules.resolution = *amountOf(0.01);
    rules.ratePerHour = 125;
    return rules;
}

} // namespace historian::history::testing
