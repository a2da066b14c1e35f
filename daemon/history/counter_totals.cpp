#include "history/counter_totals.h"

#include "base/symbol_table.h"

#include <algorithm>
#include <utility>

namespace historian::history {

namespace {

constexpr std::size_t kReadingsAtOnce = 4096;

} // namespace

class CounterTotals::Turn {
public:
    Turn(CounterTotals& totals, Followed& counter) : totals_(totals), counter_(counter)
    {
        counter_.isAsked = true;
    }

    ~Turn() { totals_.release(counter_); }

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    CounterTotals& totals_;
    Followed& counter_;
};

Result<CounterTotal> CounterTotals::lifetime(Symbol device, Symbol metric)
{
    return ask<CounterTotal>(
        device, metric, [](Snapshot&, const CounterSeries& series) { return series.total(); });
}

Result<CounterTotal> CounterTotals::period(Symbol device, Symbol metric, Time from, Time to)
{
    return ask<CounterTotal>(
        device, metric, [from, to](Snapshot& snapshot, const CounterSeries& series) {
            return series.period(snapshot, from, to);
        });
}

Result<CounterHours> CounterTotals::hours(Symbol device, Symbol metric, Time from)
{
    return ask<CounterHours>(
        device, metric, [from](Snapshot& snapshot, const CounterSeries& series) {
            return countHours(snapshot, series, from);
        });
}

template <typename T, typename Ask>
Result<T> CounterTotals::ask(Symbol device, Symbol metric, const Ask& ask)
{
    const Key key{device, metric};
    std::unique_lock lock(mutex_);
    auto snapshot = current();
    if (!snapshot) return snapshot.error();
    auto counter = followed(key);
    while (counter->isAsked) {
        released_.wait(lock);
        snapshot = current();
        if (!snapshot) return snapshot.error();
        counter = followed(key);
    }
    if (const auto base = baseOf(key)) counter->series.rebase(*base);
    const Turn turn(*this, *counter);
    lock.unlock();
    if (auto error = counter->series.refresh(**snapshot)) return *std::move(error);
    return ask(**snapshot, counter->series);
}

// A snapshot, and all that it has in the series.
Result<std::unique_ptr<Snapshot>> CounterTotals::current()
{
    begin();
    auto snapshot = store_.snapshot();
    if (!snapshot) return snapshot.error();
    if (auto error = learnBases(**snapshot)) return *std::move(error);
    if (auto error = catchUp(**snapshot)) return *std::move(error);
    return snapshot;
}

void CounterTotals::release(Followed& counter)
{
    const std::lock_guard lock(mutex_);
    counter.isAsked = false;
    for (const CounterSample& sample : counter.news) counter.series.take(sample);
    counter.news.clear();
    released_.notify_all();
}

// Must come before the snapshot: a series is then read whole from a view that holds at least
// everything up to seq_. What it holds beyond comes again as late, and is read again.
void CounterTotals::begin()
{
    // What was followed by time is read anew where times have changed.
    if (const auto redatings = store_.status().redatings; redatings != redatings_) {
        redatings_ = redatings;
        series_.clear();
    }
    if (!series_.empty()) return;
    seq_ = 0;
    const Segment latest = store_.latest();
    for (const Reading& reading : latest.readings.readings()) seq_ = std::max(seq_, reading.seq);
    storeId_ = latest.storeId;
}

// They change only with a purge, in whose transaction they are written.
std::optional<Error> CounterTotals::learnBases(Snapshot& snapshot)
{
    const auto spans = snapshot.spans();
    if (!spans) return spans.error();
    const StoreSpan first = spans->empty() ? StoreSpan{} : spans->front();
    const std::pair oldest{first.storeId, first.firstSeq};
    if (oldest == oldest_) return std::nullopt;
    auto bases = counterBases(snapshot);
    if (!bases) return bases.error();
    bases_ = *std::move(bases);
    oldest_ = oldest;
    return std::nullopt;
}

std::optional<CounterBase> CounterTotals::baseOf(Key counter) const
{
    const auto found =
        bases_.find(counterName(symbols_.name(counter.first), symbols_.name(counter.second)));
    return found == bases_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Error> CounterTotals::catchUp(Snapshot& snapshot)
{
    for (;;) {
        const auto segment = snapshot.readAfter(seq_, kReadingsAtOnce);
        if (!segment) return segment.error();
        if (segment->readings.isEmpty()) return std::nullopt;
        if (segment->storeId != storeId_) {
            storeId_ = segment->storeId;
            series_.clear();
        }
        take(*segment);
        seq_ = segment->readings.readings().back().seq;
    }
}

void CounterTotals::take(const Segment& segment)
{
    if (series_.empty()) return;
    for (const Reading& reading : segment.readings.readings())
        for (const Value& value : segment.readings.values(reading)) {
            const auto found = series_.find({reading.device, value.metric()});
            if (found == series_.end()) continue;
            const auto amount = usableAmount(value);
            if (!amount) continue;
            Followed& counter = *found->second;
            if (counter.isAsked)
                counter.news.push_back({reading.time, *amount});
            else
                counter.series.take({reading.time, *amount});
        }
}

std::shared_ptr<CounterTotals::Followed> CounterTotals::followed(Key counter)
{
    const auto [device, metric] = counter;
    CounterRules rules = catalog_.rules(symbols_.name(device), symbols_.name(metric));
    const auto found = series_.find(counter);
    if (found != series_.end() && found->second->series.rules() == rules) return found->second;
    if (found != series_.end()) series_.erase(found);
    if (series_.size() >= kCounterSeriesMax) series_.clear();
    auto followed =
        std::make_shared<Followed>(Followed{{device, metric, std::move(rules)}, false, {}});
    return series_.emplace(counter, std::move(followed)).first->second;
}

} // namespace historian::history
