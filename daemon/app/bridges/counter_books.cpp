#include "app/bridges/counter_books.h"

#include "history/amount.h"

#include <algorithm>

namespace historian::app {

std::vector<CorrectedCounter> HistoryCounters::corrected(std::span<const Symbol> devices)
{
    std::vector<CorrectedCounter> counters;
    const SteadyTime end = clock_.steady() + kCountingMax;
    const Segment latest = store_.latest();
    for (const Reading& reading : latest.readings.readings()) {
        if (std::ranges::find(devices, reading.device) == devices.end()) continue;
        for (const Value& value : latest.readings.values(reading)) {
            const Symbol metric = value.metric();
            if (facts_.series(reading.device, metric).kind != SeriesKind::Counter) continue;
            if (clock_.steady() > end) return counters;
            const auto total = totals_.lifetime(reading.device, metric);
            if (total && total->first)
                counters.push_back(
                    {reading.device, metric, reading.time, history::unitsOf(total->lifetime())});
        }
    }
    return counters;
}

} // namespace historian::app
