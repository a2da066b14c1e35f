#include "carbon/estimate.h"

#include "base/symbol_table.h"

#include <algorithm>
#include <utility>

namespace historian::carbon {

namespace {

Decimal factorOf(std::string_view key, const std::string& text)
{
    if (const auto factor = Decimal::parse(text)) return *factor;
    throw ConfigError("carbon." + std::string(key) + ": '" + text +
                      "' is not a decimal number of at most nine digits");
}

} // namespace

Estimator::Estimator(const base::CarbonSettings& settings,
                     const history::Archive& archive,
                     history::CounterTotals& totals,
                     const history::SeriesCatalog& catalog,
                     const base::SymbolTable& symbols)
    : settings_(settings),
      exportShare_(factorOf("export_factor", settings.exportEfficiency)),
      factor_(factorOf("factor", settings.predecessorFactor)),
      sourcedFactor_(factorOf("sourced_factor", settings.sourcedFactor)),
      archive_(archive),
      totals_(totals),
      catalog_(catalog),
      symbols_(symbols)
{
}

Result<std::optional<Estimate>> Estimator::estimate(const state::Device& device,
                                                    const Period& period) const
{
    const auto symbol = symbols_.find(NameKind::Device, device.id);
    const Segment latest = archive_.latest();
    const auto readings = latest.readings.readings();
    const auto reading = std::ranges::find_if(
        readings, [&](const Reading& one) { return symbol && one.device == *symbol; });
    if (reading == readings.end()) return std::optional<Estimate>();

    Estimate made;
    made.device = device;
    made.period = period;
    made.newest = instantOf(latest.readings, *reading);
    if (auto error = addEnergy(made, *symbol)) return *std::move(error);
    return std::optional(std::move(made));
}

std::optional<Error> Estimator::addEnergy(Estimate& made, Symbol device) const
{
    history::Amount energyKwh = 0;
    for (const std::string_view name : kEnergyMetrics) {
        const auto metric = symbols_.find(NameKind::Metric, name);
        if (!metric) continue;
        auto total = totals_.lifetime(device, *metric);
        if (!total) return total.error();
        if (!total->first) continue;
        energyKwh = total->lifetime();
        if (!made.period.isWholeLife()) {
            total = totals_.period(device,
                                   *metric,
                                   made.period.from.value_or(Time{}),
                                   made.period.to.value_or(Time::max()));
            if (!total) return total.error();
            energyKwh = total->tally.increase;
        }
        made.energyMetric = name;
        made.origin = catalog_.describe(made.device, name).origin;
        made.total = *std::move(total);
        break;
    }
    made.grossMwh = Decimal(energyKwh, 6).shifted(3);
    made.netMwh = made.grossMwh * exportShare_;
    made.reductionsT = made.netMwh * factor_;
    made.sourcedReductionsT = made.netMwh * sourcedFactor_;
    return std::nullopt;
}

Instant Estimator::instantOf(const Batch& batch, const Reading& reading) const
{
    Instant instant;
    instant.time = reading.time;
    for (const Value& value : batch.values(reading)) {
        if (!history::passes(history::QualityFilter::Usable, value.quality())) continue;
        const std::string_view name = symbols_.name(value.metric());
        if (name == "current") instant.currentA = value.asNumber();
        if (name == "ac_power_kw") instant.powerKw = value.asNumber();
        if (name == "irradiance_w_m2") instant.irradiance = value.asNumber();
        if (name == "efficiency") instant.efficiency = value.asNumber();
    }
    return instant;
}

} // namespace historian::carbon
