#pragma once

#include "history/counter.h"

#include <historian/store.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace historian::history {

inline constexpr auto kCounterBaseKind = "counter_base"; ///< records, by counterName()

/// What is known of a counter up to a moment: enough to go on without the readings before it.
struct CounterBase {
    Time upTo{}; ///< everything before is counted, and nothing before is counted again
    CounterMemory memory;
    CounterTally tally;
};

/// "device/metric", the key of its record.
std::string counterName(std::string_view device, std::string_view metric);

/// The body of its record: whole numbers between blanks.
std::string textOf(const CounterBase& base);

/// The base of such a body; nothing if it is none.
std::optional<CounterBase> counterBaseOf(std::string_view text);

/// All bases that a store keeps, by counterName(). One that cannot be understood is left out.
Result<std::map<std::string, CounterBase>> counterBases(Snapshot& snapshot);

} // namespace historian::history
