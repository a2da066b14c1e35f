#include "history/counter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace historian::history {

namespace {

constexpr Amount kNoCap = std::numeric_limits<Amount>::max();

} // namespace

void CounterEvaluator::add(const CounterSample& sample, const StepVisitor& visit)
{
    held_.push_back(sample);
    drain(false, visit);
}

void CounterEvaluator::provisional(const StepVisitor& visit) const
{
    CounterEvaluator copy = *this;
    copy.drain(true, visit);
}

std::optional<Time> CounterEvaluator::oldestHeld() const
{
    return held_.empty() ? std::nullopt : std::optional(held_.front().time);
}

void CounterEvaluator::drain(bool isFinal, const StepVisitor& visit)
{
    while (!held_.empty() && decideOne(isFinal || held_.size() > kHeldSamplesMax, visit)) {
    }
}

bool CounterEvaluator::decideOne(bool isFinal, const StepVisitor& visit)
{
    if (!first_) {
        first_ = held_.front();
        accept(0, std::nullopt, visit);
        return true;
    }
    const CounterSample& sample = held_.front();
    const Amount rise = sample.amount - base_.amount;
    if (rise < 0 && rise >= -jitter()) {
        CounterEvent event = eventOf(CounterEventKind::Jitter, 3, 0);
        accept(0, event, visit);
        return true;
    }
    if (const Replacement* seam = replacementBefore(sample.time)) {
        replace(*seam, visit);
        return true;
    }
    return rise >= 0 ? decideRise(isFinal, visit) : decideFall(isFinal, visit);
}

// Rules 1 and 2.
bool CounterEvaluator::decideRise(bool isFinal, const StepVisitor& visit)
{
    const CounterSample& sample = held_.front();
    const Amount rise = sample.amount - base_.amount;
    if (isReturn(sample)) {
        takeReturn(visit);
        return true;
    }
    if (rise <= cap(base_.time, sample.time)) {
        const bool isBridge = rise > 0 && sample.time - base_.time > rules_.maxGap;
        accept(rise,
               isBridge ? std::optional(eventOf(CounterEventKind::Bridged, 1, rise)) : std::nullopt,
               visit);
        return true;
    }
    const bool isDecidable = held_.size() >= 3;
    if (!isDecidable && !isFinal) return false;
    if (isDecidable && isConfirmed()) {
        accept(rise, std::nullopt, visit);
        return true;
    }
    CounterEvent event = eventOf(CounterEventKind::Spike, 2, 0);
    event.isProvisional = !isDecidable;
    visit({sample.time, sample.amount, 0, event});
    dropFront(1);
    return true;
}

// Rules 6, 5 and 7; 3 and 4 were tried.
bool CounterEvaluator::decideFall(bool isFinal, const StepVisitor& visit)
{
    const Glitch glitch = searchGlitch();
    if (glitch == Glitch::Unknown && !isFinal) return false;
    if (glitch == Glitch::Yes) {
        takeGlitch(visit);
        return true;
    }
    const bool isProvisional = glitch == Glitch::Unknown;
    const CounterSample& sample = held_.front();
    if (rules_.rollover && sample.amount >= 0) {
        const Amount wrapped = sample.amount + *rules_.rollover - base_.amount;
        const bool wasNearEnd = base_.amount > *rules_.rollover / 10 * 9;
        if (wasNearEnd && wrapped >= 0 && wrapped <= wrapCap(base_.time, sample.time)) {
            rollOver(wrapped, isProvisional, visit);
            return true;
        }
    }
    reset(isProvisional, visit);
    return true;
}

Amount CounterEvaluator::cap(Time from, Time to) const
{
    if (!rules_.ratePerHour) return kNoCap;
    // Units an hour times microseconds, over 3,600, are millionths.
    const double grown = *rules_.ratePerHour * static_cast<double>((to - from).count()) / 3600.0;
    if (grown >= static_cast<double>(kNoCap / 2)) return kNoCap;
    return std::llround(grown) + rules_.resolution;
}

// A fall to anywhere fits some wrap, so where no rate limits it the width must.
Amount CounterEvaluator::wrapCap(Time from, Time to) const
{
    return rules_.ratePerHour ? cap(from, to) : *rules_.rollover / kWrapShareUnbounded;
}

const Replacement* CounterEvaluator::replacementBefore(Time time) const
{
    const auto found = std::ranges::find_if(rules_.replacements, [&](const Replacement& seam) {
        return seam.at > base_.time && seam.at <= time;
    });
    return found == rules_.replacements.end() ? nullptr : &*found;
}

// Whether a reading goes on where a reset seemed to be: a meter that showed 0 all night. Without
// a rate, only a step from under half of the old amount is taken for that.
bool CounterEvaluator::isReturn(const CounterSample& sample) const
{
    if (!fallen_ || sample.amount < fallen_->from.amount - jitter()) return false;
    if (!rules_.ratePerHour) return base_.amount < fallen_->from.amount / 2;
    return sample.amount - base_.amount > cap(base_.time, sample.time) &&
           sample.amount - fallen_->from.amount <= cap(fallen_->from.time, sample.time);
}

// Rule 2: the next two readings go on from the held one, and all of it fits the rate.
bool CounterEvaluator::isConfirmed() const
{
    for (std::size_t i = 1; i <= 2; ++i) {
        const Amount step = held_[i].amount - held_[i - 1].amount;
        if (step < -jitter() || step > cap(held_[i - 1].time, held_[i].time)) return false;
    }
    return held_[2].amount - base_.amount <= cap(base_.time, held_[2].time);
}

CounterEvaluator::Glitch CounterEvaluator::searchGlitch()
{
    const CounterSample& low = held_.front();
    for (; searched_ < held_.size(); ++searched_) {
        const CounterSample& later = held_[searched_];
        if (later.time - low.time > kGlitchWindow) return Glitch::No;
        if (later.amount >= base_.amount - jitter() &&
            later.amount - base_.amount <= cap(base_.time, later.time))
            return Glitch::Yes;
    }
    return Glitch::Unknown;
}

void CounterEvaluator::replace(const Replacement& seam, const StepVisitor& visit)
{
    const Amount before = std::max<Amount>(0, seam.finalAmount - base_.amount);
    const Amount after = std::max<Amount>(0, held_.front().amount - seam.startAmount);
    fallen_.reset();
    accept(before + after, eventOf(CounterEventKind::Replacement, 4, before + after), visit);
}

void CounterEvaluator::takeReturn(const StepVisitor& visit)
{
    const Amount whole = held_.front().amount - fallen_->from.amount;
    const Amount rest = std::max<Amount>(0, whole - fallen_->addedSince);
    fallen_.reset();
    accept(rest, eventOf(CounterEventKind::Glitch, 6, rest), visit);
}

void CounterEvaluator::takeGlitch(const StepVisitor& visit)
{
    CounterEvent event = eventOf(CounterEventKind::Glitch, 6, 0);
    event.samples = searched_;
    visit({held_.front().time, held_.front().amount, 0, event});
    dropFront(searched_);
}

void CounterEvaluator::rollOver(Amount contribution, bool isProvisional, const StepVisitor& visit)
{
    CounterEvent event = eventOf(CounterEventKind::Rollover, 5, contribution);
    event.isProvisional = isProvisional;
    accept(contribution, event, visit);
}

void CounterEvaluator::reset(bool isProvisional, const StepVisitor& visit)
{
    const CounterSample& sample = held_.front();
    const bool isNew = rules_.resetsToZero && rules_.ratePerHour && sample.amount >= 0 &&
                       sample.amount <= cap(base_.time, sample.time);
    const Amount contribution = isNew ? sample.amount : 0;
    if (!fallen_ || fallen_->from.amount < base_.amount) fallen_ = CounterFall{base_, 0};
    CounterEvent event = eventOf(CounterEventKind::Reset, 7, contribution);
    event.isProvisional = isProvisional;
    accept(contribution, event, visit);
}

void CounterEvaluator::accept(Amount contribution,
                              std::optional<CounterEvent> event,
                              const StepVisitor& visit)
{
    const CounterSample sample = held_.front();
    // Jitter keeps the high-water mark, so what was counted is not counted again.
    const bool isJitter = event && event->kind == CounterEventKind::Jitter;
    base_ = {sample.time, isJitter ? base_.amount : sample.amount};
    if (fallen_) {
        fallen_->addedSince += contribution;
        if (base_.amount >= fallen_->from.amount) fallen_.reset();
    }
    dropFront(1);
    visit({sample.time, sample.amount, contribution, std::move(event)});
}

void CounterEvaluator::dropFront(std::size_t samples)
{
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(samples));
    searched_ = 1;
}

CounterEvent CounterEvaluator::eventOf(CounterEventKind kind, int rule, Amount contribution) const
{
    const CounterSample& sample = held_.front();
    return {kind, rule, sample.time, base_.amount, sample.amount, contribution};
}

void CounterTally::add(const CounterStep& step)
{
    increase += step.contribution;
    if (step.event) ++events[static_cast<std::size_t>(step.event->kind)];
    const bool isLeftOut = step.event && step.contribution == 0 &&
                           (step.event->kind == CounterEventKind::Spike ||
                            step.event->kind == CounterEventKind::Glitch);
    if (isLeftOut) return;
    ++samples;
    last = CounterSample{step.time, step.amount};
}

} // namespace historian::history
