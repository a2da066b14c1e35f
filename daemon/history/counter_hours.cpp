#include "history/counter_hours.h"

#include <algorithm>
#include <utility>

namespace historian::history {

namespace {

using std::chrono::hours;

class HourCount {
public:
    HourCount(CounterEvaluator evaluator, std::chrono::microseconds maxGap, Time from)
        : evaluator_(std::move(evaluator)),
          maxGap_(maxGap),
          day_(std::chrono::floor<std::chrono::days>(from)),
          from_(from),
          to_(day_ + std::chrono::days(1))
    {
    }

    // False once nothing that follows matters.
    bool use(const CounterSample& sample, Flags flags)
    {
        if (tail_ && tail_->time < sample.time) settle(sample.time);
        tail_ = sample;
        isTailApproved_ = !flags.has(Flag::Unapproved);
        if (sample.time >= to_ && !counted_.next) counted_.next = sample.time;
        const auto held = evaluator_.oldestHeld();
        return sample.time < to_ || (held && *held < to_);
    }

    CounterHours finish()
    {
        const Time end = tail_ ? tail_->time : Time{};
        if (tail_) settle(end);
        evaluator_.provisional([this](const CounterStep& step) {
            add(step);
            if (CounterHour* hour = hourOf(step.time)) hour->isSettled = false;
        });
        for (std::size_t i = 0; i < kHoursADay; ++i)
            if (day_ + hours(i + 1) > end) counted_.hours[i].isSettled = false;
        return counted_;
    }

private:
    CounterHour* hourOf(Time time)
    {
        if (time < from_ || time >= to_) return nullptr;
        return &counted_.hours[static_cast<std::size_t>((time - day_) / hours(1))];
    }

    void add(const CounterStep& step)
    {
        if (CounterHour* hour = hourOf(step.time)) hour->increase += step.contribution;
    }

    void settle(Time next)
    {
        evaluator_.add(*tail_, [this](const CounterStep& step) { add(step); });
        if (CounterHour* hour = hourOf(tail_->time)) {
            ++hour->readings;
            hour->isApproved = hour->isApproved && isTailApproved_;
        }
        if (next - tail_->time <= maxGap_) cover(std::max(tail_->time, from_), std::min(next, to_));
    }

    void cover(Time from, Time to)
    {
        while (from < to) {
            const Time end = std::min<Time>(std::chrono::floor<hours>(from) + hours(1), to);
            hourOf(from)->covered += end - from;
            from = end;
        }
    }

    CounterEvaluator evaluator_;
    std::chrono::microseconds maxGap_;
    Time day_;
    Time from_;
    Time to_;
    std::optional<CounterSample> tail_; // one of its time can still replace it
    bool isTailApproved_ = true;
    CounterHours counted_;
};

} // namespace

Result<CounterHours> countHours(Snapshot& snapshot, const CounterSeries& series, Time from)
{
    const Time end = std::chrono::floor<std::chrono::days>(from) + std::chrono::days(1);
    from = std::max<Time>(from, std::chrono::ceil<hours>(series.knownFrom()));
    if (from >= end) return CounterHours{};
    // The reading before the first hour tells how that hour begins.
    const auto maxGap = series.rules().maxGap;
    auto [evaluator, resumeFrom] = series.startFor(from - maxGap);
    HourCount count(std::move(evaluator), maxGap, from);
    const auto use = [&count](const CounterSample& sample, Flags flags) {
        return count.use(sample, flags);
    };
    if (auto error = scanCounter(snapshot, series.device(), series.metric(), resumeFrom, use))
        return *std::move(error);
    return count.finish();
}

} // namespace historian::history
