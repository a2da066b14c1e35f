#pragma once

#include "base/device_profile.h"
#include "history/counter.h"
#include "state/registry.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::history {

inline constexpr double kRateOverRated = 1.25; ///< of the rated power, before a rise is a spike
inline constexpr std::chrono::seconds kUnknownInterval{10}; ///< of a device that nobody described

/// What is known of every series: from the device's profile, else from the predecessor's eleven
/// metrics, else from the unit at the end of the metric's name.
/// Threads: any.
class SeriesCatalog {
public:
    /// The registry outlives it.
    SeriesCatalog(const state::Registry& registry, std::vector<base::DeviceProfile> profiles);

    /// Unit, kind, origin and counter traits of a series.
    base::MetricProfile describe(std::string_view device, std::string_view metric) const;
    base::MetricProfile describe(const state::Device& device, std::string_view metric) const;

    /// How its increases are counted; the rate from the device's rated power, else its profile.
    CounterRules rules(std::string_view device, std::string_view metric) const;

    /// How often a reading of a device should come.
    std::chrono::milliseconds expectedInterval(const state::Device& device) const;

private:
    const base::DeviceProfile* profileOf(const state::Device& device) const;

    const state::Registry& registry_;
    std::vector<base::DeviceProfile> profiles_;
};

/// The unit that a metric's name ends with, empty if none: `energy_export_kwh` -> kWh.
std::string_view unitOfName(std::string_view metric);

/// How many of the unit a kilowatt makes in an hour; nothing if it is no energy.
std::optional<double> perKilowattHour(std::string_view unit);

} // namespace historian::history
