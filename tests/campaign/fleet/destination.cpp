#include "destination.h"

#include <algorithm>

namespace historian::fleet {

using namespace std::chrono_literals;

Destination::Answer Destination::ask(SteadyTime now, std::size_t rows)
{
    if (now < up_) return {now, false, 0ms};
    const SteadyTime arrival = now + capacity_.roundTrip / 2;
    const SteadyTime begin = std::max(arrival, busyUntil_);
    if (begin - arrival > capacity_.waitMax) {
        const bool isLimited = capacity_.retryAfter > 0ms;
        return {now + capacity_.roundTrip + (isLimited ? 0ms : capacity_.waitMax),
                false,
                capacity_.retryAfter};
    }
    const auto work = capacity_.aRow * static_cast<std::int64_t>(rows);
    busyUntil_ =
        begin + capacity_.aRequest + std::chrono::duration_cast<std::chrono::microseconds>(work);
    return {busyUntil_ + capacity_.roundTrip / 2, true, 0ms};
}

} // namespace historian::fleet
