#pragma once

#include <historian/clock.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace historian::forward {

/// Why and how long nothing may be sent now.
struct Wait {
    std::string why;
    std::chrono::milliseconds rest{0};
};

/// How fast readings go out, and how fast they may: `rate_max`. Threads: none.
class Pace {
public:
    /// 0: no limit.
    explicit Pace(double readingsPerSecondMax) : rateMax_(readingsPerSecondMax) {}

    std::optional<Wait> wait(SteadyTime now) const;

    void delivered(SteadyTime now, std::size_t readings);

    /// Over the last minute.
    double readingsPerSecond(SteadyTime now) const;

private:
    struct Second {
        std::int64_t number;
        std::uint64_t readings;
    };

    double rateMax_;
    SteadyTime notBefore_{};
    std::deque<Second> seconds_; ///< of the last minute
};

} // namespace historian::forward
