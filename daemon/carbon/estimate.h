#pragma once

#include "base/settings.h"
#include "carbon/decimal.h"
#include "history/archive.h"
#include "history/counter_totals.h"
#include "history/series_catalog.h"
#include "state/registry.h"

#include <optional>
#include <string>
#include <string_view>

namespace historian::base {
class SymbolTable;
}

namespace historian::carbon {

/// A period from <= time < to; with neither, the whole life of the counter.
struct Period {
    std::optional<Time> from;
    std::optional<Time> to;

    bool isWholeLife() const { return !from && !to; }
};

/// What the newest reading of a device shows; nothing where it shows nothing usable.
struct Instant {
    std::optional<Time> time;
    std::optional<double> currentA;
    std::optional<double> powerKw;
    std::optional<double> irradiance;
    std::optional<double> efficiency;
};

/// The predecessor's figure with right numbers: what a device's energy is worth if both of the
/// predecessor's assumptions held, and beside it the same with a published factor. It is never a
/// credit and cannot be exported; only a period report can.
struct Estimate {
    state::Device device;
    std::string energyMetric;        ///< empty: the device has no energy counter
    Origin origin = Origin::Unknown; ///< of the energy counter
    history::CounterTotal total;
    Period period;
    Instant newest;

    Decimal grossMwh;
    Decimal netMwh;
    Decimal reductionsT;        ///< by the predecessor's factor
    Decimal sourcedReductionsT; ///< by the published factor
};

/// Makes estimates. Threads: any.
class Estimator {
public:
    /// The references outlive it. Throws ConfigError if a factor is no decimal number.
    Estimator(const base::CarbonSettings& settings,
              const history::Archive& archive,
              history::CounterTotals& totals,
              const history::SeriesCatalog& catalog,
              const base::SymbolTable& symbols);

    /// Nothing if the device never sent a reading.
    Result<std::optional<Estimate>> estimate(const state::Device& device,
                                             const Period& period) const;

    const base::CarbonSettings& settings() const { return settings_; }

private:
    std::optional<Error> addEnergy(Estimate& made, Symbol device) const;
    Instant instantOf(const Batch& batch, const Reading& reading) const;

    base::CarbonSettings settings_;
    Decimal exportShare_;
    Decimal factor_;
    Decimal sourcedFactor_;
    const history::Archive& archive_;
    history::CounterTotals& totals_;
    const history::SeriesCatalog& catalog_;
    const base::SymbolTable& symbols_;
};

/// The energy counters that are looked for, the first one found counts.
inline constexpr std::string_view kEnergyMetrics[] = {"total_energy_kwh", "energy_export_kwh"};

} // namespace historian::carbon
