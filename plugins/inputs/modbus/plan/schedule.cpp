#include "plan/schedule.h"

#include <algorithm>

namespace historian::modbus {

using std::chrono::milliseconds;

Schedule::Schedule(milliseconds interval, SteadyTime first)
    : interval_(interval), step_(first), due_(first)
{
}

std::uint64_t Schedule::answered(SteadyTime now, SteadyTime earliest)
{
    failures_ = 0;
    const std::uint64_t passed = advance(now);
    due_ = std::max(step_, earliest);
    return passed;
}

void Schedule::failed(SteadyTime now, SteadyTime earliest)
{
    ++failures_;
    advance(now);
    due_ = std::max(step_, earliest);
    if (failures_ < kFailuresBeforeRest) return;
    const milliseconds rest =
        pauseAfter(failures_ - kFailuresBeforeRest + 1, std::chrono::seconds(1), kRestMax);
    due_ = std::max(due_, now + rest);
}

void Schedule::wake(SteadyTime now)
{
    failures_ = 0;
    advance(now);
    due_ = now;
}

// To the first step after `now`; steps between are passed over.
std::uint64_t Schedule::advance(SteadyTime now)
{
    if (step_ > now) return 0;
    const auto passed = (now - step_) / interval_;
    step_ += interval_ * (passed + 1);
    return static_cast<std::uint64_t>(passed);
}

milliseconds pauseAfter(int failures, milliseconds first, milliseconds max)
{
    milliseconds pause = first;
    for (int i = 1; i < failures && pause < max; ++i) pause *= 2;
    return std::min(pause, max);
}

} // namespace historian::modbus
