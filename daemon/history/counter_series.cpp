#include "history/counter_series.h"

#include <algorithm>
#include <array>
#include <utility>

namespace historian::history {

namespace {

constexpr std::size_t kFirstStride = 4096; // samples between checkpoints
constexpr std::size_t kCheckpointsMax = 512;
constexpr std::size_t kHeldAtCheckpointMax = 16; // a state with more waiting is not worth keeping

} // namespace

CounterSeries::CounterSeries(Symbol device,
                             Symbol metric,
                             CounterRules rules,
                             std::optional<CounterBase> base)
    : device_(device),
      metric_(metric),
      rules_(std::move(rules)),
      state_{CounterEvaluator(rules_), {}},
      stride_(kFirstStride)
{
    if (base) rebase(*base);
}

void CounterSeries::rebase(const CounterBase& base)
{
    if (base.upTo <= knownFrom_) return;
    knownFrom_ = base.upTo;
    std::erase_if(checkpoints_,
                  [this](const Checkpoint& one) { return one.resumeFrom <= knownFrom_; });
    checkpoints_.insert(checkpoints_.begin(), checkpointOf(base));
}

CounterSeries::Checkpoint CounterSeries::checkpointOf(const CounterBase& base) const
{
    return {{CounterEvaluator(rules_, base.memory), base.tally}, base.upTo};
}

void CounterSeries::take(const CounterSample& sample)
{
    if (sample.time < knownFrom_) return;
    if (dirtyFrom_ || (tail_ && sample.time < tail_->time))
        dirtyFrom_ = std::min(dirtyFrom_.value_or(sample.time), sample.time);
    else
        follow(sample);
}

void CounterSeries::follow(const CounterSample& sample)
{
    if (tail_ && tail_->time < sample.time) {
        state_.evaluator.add(*tail_, [this](const CounterStep& step) { state_.tally.add(step); });
        if (++sinceCheckpoint_ >= stride_) keepCheckpoint(sample.time);
    }
    tail_ = sample;
}

void CounterSeries::keepCheckpoint(Time resumeFrom)
{
    if (state_.evaluator.heldSamples() > kHeldAtCheckpointMax) return;
    sinceCheckpoint_ = 0;
    checkpoints_.push_back({state_, resumeFrom});
    if (checkpoints_.size() < kCheckpointsMax) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < checkpoints_.size(); i += 2)
        checkpoints_[kept++] = std::move(checkpoints_[i]);
    checkpoints_.erase(checkpoints_.begin() + static_cast<std::ptrdiff_t>(kept),
                       checkpoints_.end());
    stride_ *= 2;
}

std::optional<Error> CounterSeries::refresh(Snapshot& snapshot)
{
    if (!dirtyFrom_) return std::nullopt;
    goBackTo(std::max(*dirtyFrom_, knownFrom_));
    const Time from = checkpoints_.empty() ? Time{} : checkpoints_.back().resumeFrom;
    auto error =
        scanCounter(snapshot, device_, metric_, from, [this](const CounterSample& sample, Flags) {
            follow(sample);
            return true;
        });
    if (!error) dirtyFrom_.reset();
    return error;
}

void CounterSeries::goBackTo(Time time)
{
    while (!checkpoints_.empty() && checkpoints_.back().resumeFrom > time) checkpoints_.pop_back();
    state_ = checkpoints_.empty() ? State{CounterEvaluator(rules_), {}} : checkpoints_.back().state;
    tail_.reset();
    sinceCheckpoint_ = 0;
}

CounterTotal CounterSeries::total() const
{
    State end = state_;
    const StepVisitor count = [&end](const CounterStep& step) { end.tally.add(step); };
    if (tail_) end.evaluator.add(*tail_, count);
    end.evaluator.provisional(count);
    return {end.evaluator.first(), end.tally, !rules_.ratePerHour};
}

CounterStart CounterSeries::startFor(Time from) const
{
    const auto after = std::ranges::upper_bound(
        checkpoints_, std::max(from, knownFrom_), {}, &Checkpoint::resumeFrom);
    if (after == checkpoints_.begin()) return {CounterEvaluator(rules_), Time{}};
    return {std::prev(after)->state.evaluator, std::prev(after)->resumeFrom};
}

Result<CounterTotal> CounterSeries::period(Snapshot& snapshot, Time from, Time to) const
{
    auto [evaluator, resumeFrom] = startFor(from);
    CounterTotal total{std::nullopt, {}, !rules_.ratePerHour};
    const StepVisitor count = [&](const CounterStep& step) {
        if (step.time < from || step.time >= to) return;
        total.tally.add(step);
        if (!total.first) total.first = CounterSample{step.time, step.amount};
    };
    std::optional<CounterSample> tail;
    const auto use = [&, &evaluator = evaluator](const CounterSample& sample, Flags) {
        if (tail && tail->time < sample.time) evaluator.add(*tail, count);
        tail = sample;
        const bool isDecided = !evaluator.oldestHeld() || *evaluator.oldestHeld() >= to;
        return sample.time < to || !isDecided;
    };
    if (auto error = scanCounter(snapshot, device_, metric_, resumeFrom, use))
        return *std::move(error);
    if (tail) evaluator.add(*tail, count);
    evaluator.provisional(count);
    return total;
}

std::optional<Amount> usableAmount(const Value& value)
{
    if (classOf(value.quality()) == QualityClass::Bad) return std::nullopt;
    return amountOf(value);
}

std::optional<Error>
scanCounter(Snapshot& snapshot, Symbol device, Symbol metric, Time from, const SampleVisitor& use)
{
    const std::array wanted{metric};
    return snapshot.scan(device, wanted, from, Time::max(), [&](const Segment& segment) {
        for (const Reading& reading : segment.readings.readings())
            for (const Value& value : segment.readings.values(reading)) {
                const auto amount = usableAmount(value);
                if (amount && !use({reading.time, *amount}, reading.flags)) return false;
            }
        return true;
    });
}

} // namespace historian::history
