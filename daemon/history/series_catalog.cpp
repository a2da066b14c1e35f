#include "history/series_catalog.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace historian::history {

namespace {

struct KnownMetric {
    std::string_view name;
    std::string_view unit;
    SeriesKind kind = SeriesKind::Gauge;
};

// The predecessor's eleven, whose names do not all end with their unit.
constexpr KnownMetric kKnown[] = {
    {"current", "A"},
    {"voltage", "V"},
    {"power", "W"},
    {"ac_power_kw", "kW"},
    {"total_energy_kwh", "kWh", SeriesKind::Counter},
    {"grid_frequency_hz", "Hz"},
    {"power_factor", ""},
    {"ambient_temp_c", "°C"},
    {"irradiance_w_m2", "W/m²"},
    {"system_status", "", SeriesKind::State},
    {"efficiency", ""},
};

// The longest endings first: `_w_m2` before `_w`.
constexpr std::pair<std::string_view, std::string_view> kEndings[] = {
    {"_percent", "%"}, {"_kvarh", "kvarh"}, {"_w_m2", "W/m²"}, {"_kvar", "kvar"}, {"_kwh", "kWh"},
    {"_mwh", "MWh"},   {"_m_s", "m/s"},     {"_var", "var"},   {"_kva", "kVA"},   {"_deg", "°"},
    {"_hpa", "hPa"},   {"_wh", "Wh"},       {"_kw", "kW"},     {"_va", "VA"},     {"_hz", "Hz"},
    {"_pa", "Pa"},     {"_ms", "ms"},       {"_mm", "mm"},     {"_w", "W"},       {"_v", "V"},
    {"_a", "A"},       {"_c", "°C"},        {"_s", "s"},       {"_h", "h"},
};

base::MetricProfile guess(std::string_view metric)
{
    base::MetricProfile made;
    const auto* const known = std::ranges::find(kKnown, metric, &KnownMetric::name);
    if (known != std::end(kKnown)) {
        made.unit = known->unit;
        made.kind = known->kind;
    } else {
        made.unit = unitOfName(metric);
        if (perKilowattHour(made.unit)) made.kind = SeriesKind::Counter;
    }
    if (metric == "total_energy_kwh") {
        made.counter.resolution = 0.001;
        made.counter.resetsToZero = true;
    }
    return made;
}

} // namespace

std::string_view unitOfName(std::string_view metric)
{
    for (const auto& [ending, unit] : kEndings)
        if (metric.ends_with(ending)) return unit;
    return {};
}

std::optional<double> perKilowattHour(std::string_view unit)
{
    if (unit == "kWh") return 1.0;
    if (unit == "Wh") return 1000.0;
    if (unit == "MWh") return 0.001;
    return std::nullopt;
}

SeriesCatalog::SeriesCatalog(const state::Registry& registry,
                             std::vector<base::DeviceProfile> profiles)
    : registry_(registry), profiles_(std::move(profiles))
{
}

base::MetricProfile SeriesCatalog::describe(std::string_view device, std::string_view metric) const
{
    const auto known = registry_.find(device);
    return known ? describe(*known, metric) : guess(metric);
}

base::MetricProfile SeriesCatalog::describe(const state::Device& device,
                                            std::string_view metric) const
{
    if (const base::DeviceProfile* profile = profileOf(device)) {
        const auto found = profile->metrics.find(metric);
        if (found != profile->metrics.end()) return found->second;
    }
    return guess(metric);
}

CounterRules SeriesCatalog::rules(std::string_view device, std::string_view metric) const
{
    const state::Device known = registry_.find(device).value_or(state::Device{});
    const base::MetricProfile described = describe(known, metric);
    CounterRules rules;
    rules.resolution = amountOf(described.counter.resolution).value_or(0);
    if (described.counter.rollover) rules.rollover = amountOf(*described.counter.rollover);
    rules.resetsToZero = described.counter.resetsToZero;
    rules.ratePerHour = described.counter.ratePerHour;
    const auto factor = perKilowattHour(described.unit);
    if (known.ratedKw && factor) rules.ratePerHour = *known.ratedKw * kRateOverRated * *factor;
    rules.maxGap =
        std::max<std::chrono::microseconds>(3 * expectedInterval(known), std::chrono::seconds(10));
    return rules;
}

std::chrono::milliseconds SeriesCatalog::expectedInterval(const state::Device& device) const
{
    if (device.expectedInterval) return *device.expectedInterval;
    const base::DeviceProfile* profile = profileOf(device);
    return profile != nullptr ? profile->expectedInterval : kUnknownInterval;
}

const base::DeviceProfile* SeriesCatalog::profileOf(const state::Device& device) const
{
    const auto found = std::ranges::find(profiles_, device.profile, &base::DeviceProfile::name);
    return found == profiles_.end() ? nullptr : &*found;
}

} // namespace historian::history
