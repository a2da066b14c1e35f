#pragma once

#include <historian/companions.h>
#include <historian/error.h>

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace historian::base {

/// One hour of a counter of energy.
struct CountedHour {
    EnergyHour energy;      ///< revision 0; without readings there is nothing to tell
    bool isSettled = false; ///< readings that come later, in order, do not change it
};

/// One UTC day of a counter of energy, hour by hour.
struct EnergyDay {
    std::array<CountedHour, 24> hours;
    std::optional<Time> next; ///< the first reading after the day
};

/// What counters come to, after the counter rules. Threads: any.
class CounterBooks {
public:
    virtual ~CounterBooks() = default;

    /// The corrected lifetime values of all counters of these devices; one that cannot be had now
    /// is left out.
    virtual std::vector<CorrectedCounter> corrected(std::span<const Symbol> devices) = 0;

    /// Whether this is a counter of energy.
    virtual bool isEnergy(Symbol device, Symbol metric) const = 0;

    /// Its hours from a full one on to the end of the UTC day. Hours before it, and those whose
    /// readings are not all held any more, have no readings.
    virtual Result<EnergyDay>
    energyDay(std::string_view device, std::string_view metric, Time from) = 0;
};

} // namespace historian::base
