#pragma once

#include "history/counter_series.h"

#include <historian/store.h>

#include <array>
#include <cstdint>
#include <optional>

namespace historian::history {

inline constexpr std::size_t kHoursADay = 24; ///< UTC has no other days

/// What one hour of a counter came to.
struct CounterHour {
    Amount increase = 0;
    std::chrono::microseconds covered{0}; ///< between readings no further apart than the max gap
    std::uint64_t readings = 0;           ///< usable ones, at different moments
    bool isApproved = true;               ///< none of them was of an unapproved device
    bool isSettled = true;                ///< readings that come later, in order, do not change it
};

/// The hours of one day of UTC.
struct CounterHours {
    std::array<CounterHour, kHoursADay> hours;
    std::optional<Time> next; ///< the first reading after the day
};

/// Counts from a full hour on to the end of its day. An increase belongs to the moment of the
/// reading that showed it. Hours whose readings are not all held any more have none.
Result<CounterHours> countHours(Snapshot& snapshot, const CounterSeries& series, Time from);

} // namespace historian::history
