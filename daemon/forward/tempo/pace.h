#pragma once

#include <historian/clock.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace historian::forward {

/// How fast readings go out, and how fast they may: `rate_max` and `bytes_per_day_max` (a restart
/// begins to count anew).
/// Threads: none.
class Pace {
public:
    /// 0: no limit.
    Pace(double readingsPerSecondMax, std::uint64_t bytesPerDayMax)
        : rateMax_(readingsPerSecondMax), bytesMax_(bytesPerDayMax)
    {
    }

    /// Why and how long nothing may be sent now.
    struct Wait {
        std::string why;
        std::chrono::milliseconds rest{0};
    };

    /// `bytesSent` is what was ever sent in this process.
    std::optional<Wait> wait(SteadyTime steady, Time now, std::uint64_t bytesSent);

    void delivered(SteadyTime now, std::size_t readings);

    /// Over the last minute.
    double readingsPerSecond(SteadyTime now) const;

    std::uint64_t bytesToday() const { return bytesToday_; }

    std::uint64_t bytesSent() const { return bytesSeen_; }

private:
    struct Second {
        std::int64_t number;
        std::uint64_t readings;
    };

    void count(Time now, std::uint64_t bytesSent);

    double rateMax_;
    std::uint64_t bytesMax_;
    SteadyTime notBefore_{};
    std::int64_t day_ = 0; ///< since 1970, UTC
    std::uint64_t bytesToday_ = 0;
    std::uint64_t bytesSeen_ = 0;
    std::deque<Second> seconds_; ///< of the last minute
};

} // namespace historian::forward
