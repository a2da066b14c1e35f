#pragma once

#include "history/counter_base.h"

#include <historian/store.h>

#include <cstddef>
#include <functional>
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

/// A counter in the middle of its life.
struct CounterStart {
    CounterEvaluator evaluator; ///< after all samples before
    Time resumeFrom{};
};

/// One counter, followed as its readings come. States kept on the way let it go back to where a
/// late reading belongs, or start in the middle for a period.
/// Threads: none.
class CounterSeries {
public:
    CounterSeries(Symbol device,
                  Symbol metric,
                  CounterRules rules,
                  std::optional<CounterBase> base = {});

    const CounterRules& rules() const { return rules_; }

    Symbol device() const { return device_; }

    Symbol metric() const { return metric_; }

    /// The readings before a moment are gone: what they came to is in the base.
    void rebase(const CounterBase& base);

    /// Up to where it cannot be read again.
    Time knownFrom() const { return knownFrom_; }

    /// Takes a new sample. A late one only marks from where refresh() must read again; one from
    /// before knownFrom() is not counted.
    void take(const CounterSample& sample);

    /// Reads again what late samples changed; all of it the first time.
    std::optional<Error> refresh(Snapshot& snapshot);

    CounterTotal total() const;

    /// What it came to in from <= time < to. Periods that meet add up exactly: an increase
    /// belongs to the moment of the reading that showed it.
    Result<CounterTotal> period(Snapshot& snapshot, Time from, Time to) const;

    /// Where to begin reading for what happens from a moment on.
    CounterStart startFor(Time from) const;

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
    Checkpoint checkpointOf(const CounterBase& base) const;

    Symbol device_;
    Symbol metric_;
    CounterRules rules_;
    Time knownFrom_{};
    State state_;
    std::optional<CounterSample> tail_; ///< the newest; one of its time can still replace it
    std::optional<Time> dirtyFrom_{Time{}};
    std::vector<Checkpoint> checkpoints_; ///< the base is the first one
    std::size_t stride_;
    std::size_t sinceCheckpoint_ = 0;
};

/// Takes a sample with the flags of its reading; false ends the scan.
using SampleVisitor = std::function<bool(const CounterSample&, Flags)>;

/// Calls `use` with every usable sample of a counter in the order of time.
std::optional<Error>
scanCounter(Snapshot& snapshot, Symbol device, Symbol metric, Time from, const SampleVisitor& use);

/// The amount of a value if it can be counted with: good or uncertain, and a number.
std::optional<Amount> usableAmount(const Value& value);

} // namespace historian::history
