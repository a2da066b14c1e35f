#pragma once

#include <historian/reading.h>

#include <optional>

namespace historian::pipeline {

/// A sent time counts only in [receipt - kSentAgeMax, receipt + kSentAheadMax].
inline constexpr std::chrono::hours kSentAgeMax{24 * 30};
inline constexpr std::chrono::minutes kSentAheadMax{2};

/// One sent time on readings that came further apart than this is a clock that stands still;
/// nearer, it is one instant told in pieces.
inline constexpr std::chrono::seconds kRepeatGap{2};

/// Over at least this long a device's clock must run at a rate of 1 +/- kRateTolerance.
inline constexpr std::chrono::minutes kRateWindow{10};
inline constexpr double kRateTolerance = 0.01;

/// What is remembered of one device's clock.
struct DeviceClock {
    bool isAlwaysArrival = false; ///< by its profile
    bool isDisbelieved = false;   ///< its sent times repeated or ran at a wrong rate
    std::optional<Time> lastSent;
    Time lastSentReceived{};                   ///< when lastSent came first
    Time lastArrival{};                        ///< given to the last reading dated by receipt
    std::optional<Time> windowReceived;        ///< beginning of the rate window, with
    std::chrono::microseconds windowOffset{0}; ///< receipt minus sent time at that moment
};

/// Gives a submitted reading the time that counts and the flags Arrival, Unsynced and Backfill
/// (DESIGN 4); of the flags it came with only Backfill is kept. An age that cannot be counts as
/// none. The sent time's text is kept unless it says just what `time` says. True if the device's
/// clock lost its credit by this very reading. Threads: none; pure but for its arguments.
///
/// The rate is judged on readings sent within kSentAheadMax of their time only: a board that
/// empties its buffer after an outage runs fast without being wrong.
bool chooseTime(Reading& reading, DeviceClock& clock, bool isClockTrusted);

} // namespace historian::pipeline
