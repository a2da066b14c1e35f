#pragma once

#include "history/amount.h"

#include <historian/clock.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace historian::history {

inline constexpr std::chrono::minutes kGlitchWindow{10};
inline constexpr Amount kWrapShareUnbounded =
    1000; ///< of a rollover: what one may add without a rate
inline constexpr std::size_t kHeldSamplesMax = 4096; ///< that wait for what comes after them

/// A meter was changed: what the old one showed last, what the new one showed first.
struct Replacement {
    Time at{};
    Amount finalAmount = 0;
    Amount startAmount = 0;

    friend bool operator==(const Replacement&, const Replacement&) = default;
};

/// How one counter is read (base::CounterTraits in exact numbers).
struct CounterRules {
    Amount resolution = 0;
    std::optional<Amount> rollover;    ///< the amount at which it starts again at 0
    std::optional<double> ratePerHour; ///< in units; nothing: a spike cannot be told from a rise
    bool resetsToZero = false;
    std::chrono::microseconds maxGap{std::chrono::seconds(10)};
    std::vector<Replacement> replacements; ///< by time

    friend bool operator==(const CounterRules&, const CounterRules&) = default;
};

/// One usable reading of a counter.
struct CounterSample {
    Time time{};
    Amount amount = 0;
};

/// What was more than counting on. The numbers of the rules are in README.md.
enum class CounterEventKind : std::uint8_t {
    Bridged, ///< rule 1 over a gap: real, but when it happened is not known
    Spike,
    Jitter,
    Replacement,
    Rollover,
    Glitch,
    Reset,
};

inline constexpr std::size_t kCounterEventKinds = 7;

struct CounterEvent {
    CounterEventKind kind = CounterEventKind::Reset;
    int rule = 0;
    Time time{};       ///< of the sample that it explains
    Amount before = 0; ///< the amount counted on from
    Amount after = 0;  ///< what that sample showed
    Amount contribution = 0;
    std::size_t samples = 1;    ///< explained by it
    bool isProvisional = false; ///< a later reading can still change it
};

/// What one sample, or a run of samples, adds.
struct CounterStep {
    Time time{};
    Amount amount = 0; ///< what the sample showed
    Amount contribution = 0;
    std::optional<CounterEvent> event;
};

using StepVisitor = std::function<void(const CounterStep&)>;

/// A reset whose readings may yet turn out to have been a long glitch.
struct CounterFall {
    CounterSample from;
    Amount addedSince = 0;
};

/// All that the counter rules know of the samples before.
struct CounterMemory {
    std::optional<CounterSample> first;
    CounterSample base; ///< counted on from: the high-water mark and its last time
    std::optional<CounterFall> fallen;
    std::deque<CounterSample> held; ///< not settled, by time
};

/// The counter rules: turns samples in the order of time into increases. A pure function of the
/// samples; a decision waits until the samples that it depends on are there.
/// Threads: none; a copy goes on by itself.
class CounterEvaluator {
public:
    explicit CounterEvaluator(CounterRules rules, CounterMemory memory = {})
        : rules_(std::move(rules)),
          first_(memory.first),
          base_(memory.base),
          fallen_(memory.fallen),
          held_(std::move(memory.held))
    {
    }

    CounterMemory memory() const { return {first_, base_, fallen_, held_}; }

    /// Takes the next sample, later than all before, and tells what is settled by it.
    void add(const CounterSample& sample, const StepVisitor& visit);

    /// Tells what the waiting samples come to if nothing follows, and stays as it is.
    void provisional(const StepVisitor& visit) const;

    /// The first sample counted from.
    const std::optional<CounterSample>& first() const { return first_; }

    std::size_t heldSamples() const { return held_.size(); }

    /// The time of the oldest sample that is not settled.
    std::optional<Time> oldestHeld() const;

private:
    enum class Glitch : std::uint8_t { Yes, No, Unknown };

    Amount cap(Time from, Time to) const;

    Amount wrapCap(Time from, Time to) const;

    Amount jitter() const { return 2 * rules_.resolution; }

    const Replacement* replacementBefore(Time time) const;
    bool isReturn(const CounterSample& sample) const;
    bool isConfirmed() const;
    Glitch searchGlitch();

    void drain(bool isFinal, const StepVisitor& visit);
    bool decideOne(bool isFinal, const StepVisitor& visit);
    bool decideRise(bool isFinal, const StepVisitor& visit);
    bool decideFall(bool isFinal, const StepVisitor& visit);
    void replace(const Replacement& seam, const StepVisitor& visit);
    void takeReturn(const StepVisitor& visit);
    void takeGlitch(const StepVisitor& visit);
    void rollOver(Amount contribution, bool isProvisional, const StepVisitor& visit);
    void reset(bool isProvisional, const StepVisitor& visit);
    void accept(Amount contribution, std::optional<CounterEvent> event, const StepVisitor& visit);
    void dropFront(std::size_t samples);
    CounterEvent eventOf(CounterEventKind kind, int rule, Amount contribution) const;

    CounterRules rules_;
    std::optional<CounterSample> first_;
    CounterSample base_;
    std::optional<CounterFall> fallen_;
    std::deque<CounterSample> held_;
    std::size_t searched_ = 1; ///< of held_, for the return of the glitch at its front
};

/// What steps come to.
struct CounterTally {
    Amount increase = 0;
    std::uint64_t samples = 0; ///< counted; spikes, glitches and repeats are not
    std::array<std::uint64_t, kCounterEventKinds> events{};
    std::optional<CounterSample> last;

    void add(const CounterStep& step);

    std::uint64_t count(CounterEventKind kind) const
    {
        return events[static_cast<std::size_t>(kind)];
    }
};

} // namespace historian::history
