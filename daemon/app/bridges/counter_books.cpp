#include "app/bridges/counter_books.h"

#include "history/amount.h"
#include "history/series_catalog.h"

#include <algorithm>
#include <cmath>

namespace historian::app {

namespace {

// To four decimals, and 1 only where nothing is missing.
double coverageOf(std::chrono::microseconds covered)
{
    const std::chrono::duration<double, std::ratio<3600>> hours = covered;
    return std::floor(hours.count() * 1e4) / 1e4;
}

} // namespace

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

bool HistoryCounters::isEnergy(Symbol device, Symbol metric) const
{
    const SeriesFacts facts = facts_.series(device, metric);
    return facts.kind == SeriesKind::Counter && history::perKilowattHour(facts.unit);
}

Result<base::EnergyDay>
HistoryCounters::energyDay(std::string_view device, std::string_view metric, Time from)
{
    const auto deviceSymbol = symbols_.symbol(NameKind::Device, device);
    if (!deviceSymbol) return deviceSymbol.error();
    const auto metricSymbol = symbols_.symbol(NameKind::Metric, metric);
    if (!metricSymbol) return metricSymbol.error();
    const auto unit = history::perKilowattHour(facts_.series(*deviceSymbol, *metricSymbol).unit);
    const auto counted = totals_.hours(*deviceSymbol, *metricSymbol, from);
    if (!counted) return counted.error();
    base::EnergyDay day{{}, counted->next};
    const Time midnight = std::chrono::floor<std::chrono::days>(from);
    for (std::size_t i = 0; i < day.hours.size(); ++i) {
        const history::CounterHour& hour = counted->hours[i];
        day.hours[i] = {{*deviceSymbol,
                         *metricSymbol,
                         midnight + std::chrono::hours(i),
                         history::unitsOf(hour.increase) / unit.value_or(1),
                         coverageOf(hour.covered),
                         hour.readings,
                         0,
                         hour.isApproved},
                        hour.isSettled};
    }
    return day;
}

} // namespace historian::app
