#include "forward/tempo/tempo.h"

#include <algorithm>

namespace historian::forward {

using std::chrono::milliseconds;

std::optional<Lane> Tempo::due(SteadyTime now, bool isBacklogOld)
{
    // Power comes back to all gateways of a district at one moment.
    if (isBacklogOld && !hasStarted_) {
        liveAt_ = now + backoff_.between(milliseconds(0), std::min(kProbeMax, startWaitMax_));
        backfillAt_ = now + backoff_.between(milliseconds(0), startWaitMax_);
    }
    hasStarted_ = true;
    if (now < blockedUntil_) return std::nullopt;
    if (trouble_ == Trouble::None && !isBacklogOld) return Lane::Backfill;
    const bool isLiveDue = now >= liveAt_;
    const bool isBackfillDue = now >= backfillAt_ && trouble_ != Trouble::Held;
    if (isLiveDue && !(isBackfillDue && last_ == Lane::Live)) return Lane::Live;
    if (isBackfillDue) return Lane::Backfill;
    return std::nullopt;
}

milliseconds Tempo::rest(SteadyTime now) const
{
    SteadyTime next = trouble_ == Trouble::Held ? liveAt_ : std::min(liveAt_, backfillAt_);
    next = std::max(next, blockedUntil_);
    if (next <= now) return milliseconds(0);
    return std::chrono::ceil<milliseconds>(next - now);
}

void Tempo::delivered(Lane lane, SteadyTime now, bool isBacklogOld)
{
    const bool wasTroubled = trouble_ != Trouble::None;
    trouble_ = Trouble::None;
    backoff_.succeeded();
    // All gateways of a district come back at one moment: their backlogs should not. One lost
    // answer is no outage: the wait is no longer than the trouble was.
    if (wasTroubled && isBacklogOld && lane == Lane::Live)
        backfillAt_ =
            now + backoff_.between(milliseconds(0), std::min(startWaitMax_, troubled(now)));
    else if (wasTroubled)
        backfillAt_ = now;
    if (lane == Lane::Live)
        liveAt_ = now + kLiveEvery;
    else if (wasTroubled)
        liveAt_ = now;
    last_ = lane;
}

milliseconds Tempo::troubled(SteadyTime now) const
{
    return std::chrono::duration_cast<milliseconds>(now - troubleSince_);
}

void Tempo::failed(Lane lane, SteadyTime now, milliseconds after)
{
    if (trouble_ == Trouble::None) troubleSince_ = now;
    const milliseconds asked = std::min(after, kRetryAfterMax);
    if (asked > milliseconds(0))
        blockedUntil_ =
            now + asked + backoff_.between(milliseconds(0), std::min(asked, kRetryAfterSpread));
    if (trouble_ != Trouble::Failing || lane == Lane::Backfill)
        backfillAt_ = now + backoff_.failed();
    liveAt_ = now + backoff_.between(kProbeMin, kProbeMax);
    trouble_ = Trouble::Failing;
    last_ = lane;
}

void Tempo::held(SteadyTime now)
{
    if (trouble_ == Trouble::None) troubleSince_ = now;
    trouble_ = Trouble::Held;
    liveAt_ = now + kHoldProbe;
}

void Tempo::hurry()
{
    liveAt_ = backfillAt_ = blockedUntil_ = SteadyTime{};
    hasStarted_ = true;
}

} // namespace historian::forward
