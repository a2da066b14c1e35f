#pragma once

#include "base/symbol_table.h"
#include "forward/position/source.h"

#include <cstdint>
#include <map>

namespace historian::forward {

inline constexpr int kVerifyDaysMax = 366;

/// One UTC day of the store.
struct DayTally {
    std::uint64_t stored = 0;
    std::uint64_t offered = 0; ///< of them, one of each device and window that is over
};

/// Which readings an output is offered.
struct TallyRule {
    std::chrono::seconds window{0}; ///< `resolution`; 0: all of them
    Time now{};
    Settled leftOut = {}; ///< by `start`
};

/// Counts the readings of the UTC days in from <= day < to.
Result<std::map<Time, DayTally>> tallyDays(const Source& source,
                                           const base::SymbolTable& symbols,
                                           const TallyRule& rule,
                                           Time from,
                                           Time to);

/// The beginning of a time's UTC day.
inline Time dayOf(Time time)
{
    return std::chrono::floor<std::chrono::days>(time);
}

} // namespace historian::forward
