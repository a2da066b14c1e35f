#pragma once

#include "history/counter.h"

#include <historian/store.h>

#include <cstddef>
#include <optional>
#include <vector>

namespace historian::history {

/// What a counter comes to, over its life or a period.
struct CounterTotal {
    std::optional<CounterSample> first; ///< the first sample of its life, or of the period
    CounterTally tally;
    bool isUnbounded = false; ///< no rate is known, so spikes could not be told

    /// The corrected lifetime counter: the first amount seen and all increases since.
    Amount lifetime() const { return (first ? first->amount : 0) + tally.increase; }
};

/// One counter, followed as its readings come. States kept on the way let it go back to where a
/// late reading belongs, or start in the middle for a period.
/// Threads: none.
class CounterSeries {
public:
    CounterSeries(Symbol device, Symbol metric, CounterRules rules);

    const CounterRules& rules() const { return rules_; }

    Symbol device() const { return device_; }

    Symbol metric() const { return metric_; }

    /// Takes a new sample. A late one only marks from where refresh() must read again.
    void take(const CounterSample& sample);

    /// Reads again what late samples changed; all of it the first time.
    std::optional<Error> refresh(Snapshot& snapshot);

    CounterTotal total() const;

    /// What it came to in from <= time < to. Periods that meet add up exactly: an increase
    /// belongs to the moment of the reading that showed it.
    Result<CounterTotal> period(Snapshot& snapshot, Time from, Time to) const;

    std::size_t checkpoints() const { return checkpoints_.size(); }

private:
    struct State {
        CounterEvaluator evaluator;
        CounterTally tally;
    };

    struct Checkpoint {
        State state; ///< after all samples before
        Time resumeFrom{};
    };

    void follow(const CounterSample& sample);
    void keepCheckpoint(Time resumeFrom);
    void goBackTo(Time time);
    const Checkpoint* checkpointBefore(Time time) const;

    Symbol device_;
    Symbol metric_;
    CounterRules rules_;
    State state_;
    std::optional<CounterSample> tail_; ///< the newest; one of its time can still replace it
    std::optional<Time> dirtyFrom_{Time{}};
    std::vector<Checkpoint> checkpoints_;
    std::size_t stride_;
    std::size_t sinceCheckpoint_ = 0;
};

/// Calls `use` with every usable sample of a counter in the order of time; ends when it says false.
std::optional<Error> scanCounter(Snapshot& snapshot,
                                 Symbol device,
                                 Symbol metric,
                                 Time from,
                                 const std::function<bool(const CounterSample&)>& use);

/// The amount of a value if it can be counted with: good or uncertain, and a number.
std::optional<Amount> usableAmount(const Value& value);

} // namespace historian::history
