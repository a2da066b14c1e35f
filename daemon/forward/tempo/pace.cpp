#include "forward/tempo/pace.h"

namespace historian::forward {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::int64_t kSecondsKept = 60;

std::int64_t secondOf(SteadyTime time)
{
    return duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

} // namespace

std::optional<Wait> Pace::wait(SteadyTime now) const
{
    if (now >= notBefore_) return std::nullopt;
    return Wait{"rate_max is reached",
                duration_cast<milliseconds>(notBefore_ - now) + milliseconds(1)};
}

void Pace::delivered(SteadyTime now, std::size_t readings)
{
    const std::int64_t second = secondOf(now);
    if (seconds_.empty() || seconds_.back().number != second) seconds_.push_back({second, 0});
    seconds_.back().readings += readings;
    while (seconds_.front().number <= second - kSecondsKept) seconds_.pop_front();
    if (rateMax_ > 0)
        notBefore_ = now + std::chrono::microseconds(static_cast<std::int64_t>(
                               static_cast<double>(readings) * 1e6 / rateMax_));
}

double Pace::readingsPerSecond(SteadyTime now) const
{
    const std::int64_t second = secondOf(now);
    std::uint64_t readings = 0;
    for (const Second& one : seconds_)
        if (one.number > second - kSecondsKept) readings += one.readings;
    return static_cast<double>(readings) / static_cast<double>(kSecondsKept);
}

} // namespace historian::forward
