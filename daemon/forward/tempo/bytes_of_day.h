#pragma once

#include "forward/tempo/pace.h"

#include <historian/clock.h>
#include <historian/store.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace historian::forward {

inline constexpr auto kSentKind = "sent";
inline constexpr std::chrono::seconds kDaySpread{3'600}; ///< in which the days of a fleet begin

/// How many bytes an output has sent in this day, and `bytes_per_day_max`. It is kept as a record,
/// so that a restart does not begin to count anew. The day of each gateway begins at a moment of
/// its own in the first hour of the UTC day: a whole fleet that has used its days up does not come
/// back at once. While the clock is not trusted the last known day goes on, at most 24 h of the
/// process; what is sent meanwhile counts for the day that the clock shows at last. Threads: none.
class BytesOfDay {
public:
    /// 0: no limit. The moment is that of the store_id. Throws Unavailable if the snapshot cannot
    /// be read.
    BytesOfDay(std::string output,
               std::uint64_t bytesMax,
               std::string_view storeId,
               Snapshot& snapshot);

    /// `bytesSent` is what was ever sent in this process. The record, if it changes.
    std::optional<RecordChange> count(const Clock& clock, std::uint64_t bytesSent);

    std::uint64_t today() const { return bytes_; }

    /// Since the process began.
    std::uint64_t sent() const { return bytesSeen_; }

    /// Why and how long nothing may be sent now.
    std::optional<Wait> wait(const Clock& clock) const;

private:
    void turn(const Clock& clock);
    void begin(std::int64_t day, std::uint64_t bytes, SteadyTime now);

    const std::string output_;
    const std::uint64_t bytesMax_;
    const std::chrono::seconds begins_; ///< after midnight UTC
    std::int64_t day_ = 0;              ///< since 1970
    std::uint64_t bytes_ = 0;
    std::uint64_t undated_ = 0; ///< of them, while the clock was not trusted
    std::uint64_t bytesSeen_ = 0;
    std::optional<SteadyTime> began_; ///< as far as this process knows
};

} // namespace historian::forward
