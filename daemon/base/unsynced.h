#pragma once

#include <chrono>

namespace historian::base {

// Readings that carry Flag::Unsynced go to no destination while they may still be dated anew,
// because the time of a delivered reading never changes. All three are measured by the steady
// clock, since the wall clock jumps just then.

/// They wait for a trusted clock so long at most, from the start of the process on.
inline constexpr std::chrono::hours kUnsyncedWaitMax{24};

/// Once the clock is trusted they are dated anew within this time, or never.
inline constexpr std::chrono::minutes kRedatingMax{4};

/// Once the clock is trusted those that still carry the flag are delivered after this time.
inline constexpr std::chrono::minutes kRedatingWait{5};

} // namespace historian::base
