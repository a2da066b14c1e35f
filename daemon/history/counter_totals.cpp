#include "history/counter_totals.h"

#include "base/symbol_table.h"

#include <algorithm>
#include <utility>

namespace historian::history {

namespace {

constexpr std::size_t kReadingsAtOnce = 4096;

} // namespace

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

template <typename T, typename Question>
Result<T> CounterTotals::ask(Symbol device, Symbol metric, const Question& question)
{
    const std::lock_guard lock(mutex_);
    begin();
    auto snapshot = store_.snapshot();
    if (!snapshot) return snapshot.error();
    const auto series = current(**snapshot, device, metric);
    if (!series) return series.error();
    return question(**snapshot, **series);
}

Result<CounterSeries*> CounterTotals::current(Snapshot& snapshot, Symbol device, Symbol metric)
{
    if (auto error = learnBases(snapshot)) return *std::move(error);
    if (auto error = catchUp(snapshot)) return *std::move(error);
    CounterSeries& series = seriesOf(device, metric);
    if (auto error = series.refresh(snapshot)) return *std::move(error);
    return &series;
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
    for (auto& [counter, series] : series_)
        if (const auto base = baseOf(counter)) series.rebase(*base);
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
            if (const auto amount = usableAmount(value))
                found->second.take({reading.time, *amount});
        }
}

CounterSeries& CounterTotals::seriesOf(Symbol device, Symbol metric)
{
    CounterRules rules = catalog_.rules(symbols_.name(device), symbols_.name(metric));
    const Key key{device, metric};
    auto found = series_.find(key);
    if (found != series_.end() && found->second.rules() == rules) return found->second;
    if (found != series_.end()) series_.erase(found);
    if (series_.size() >= kCounterSeriesMax) series_.clear();
    return series_.try_emplace(key, device, metric, std::move(rules), baseOf(key)).first->second;
}

} // namespace historian::history
