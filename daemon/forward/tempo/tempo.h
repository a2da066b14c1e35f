#pragma once

#include "forward/tempo/backoff.h"

#include <historian/clock.h>

#include <optional>

namespace historian::forward {

inline constexpr std::chrono::milliseconds kProbeMin{3'000}; ///< between two looks at a destination
inline constexpr std::chrono::milliseconds kProbeMax{5'000}; ///< that does not take readings
inline constexpr std::chrono::milliseconds kHoldProbe{60'000};        ///< that waits for a person
inline constexpr std::chrono::milliseconds kLiveEvery{1'000};         ///< beside a backfill
inline constexpr std::chrono::milliseconds kRetryAfterMax{3'600'000}; ///< that is obeyed
inline constexpr std::chrono::milliseconds kRetryAfterSpread{30'000}; ///< at most, on top of it

/// What is sent: the newest readings, or the oldest. A backlog that is young has one lane,
/// Backfill.
enum class Lane : std::uint8_t { Live, Backfill };

/// When which lane may go. Both alternate while there is an old backlog. A destination that fails
/// is looked at by the live lane every few seconds, and by the backfill after a growing, random
/// wait. Threads: none.
class Tempo {
public:
    Tempo(Random random, std::chrono::milliseconds startWaitMax)
        : backoff_(std::move(random)), startWaitMax_(startWaitMax)
    {
    }

    /// The lane that may go now; nothing: not before rest().
    std::optional<Lane> due(SteadyTime now, bool isBacklogOld);

    /// How long until a lane may go.
    std::chrono::milliseconds rest(SteadyTime now) const;

    void delivered(Lane lane, SteadyTime now, bool isBacklogOld);

    /// `after`: the destination's own wish, which binds both lanes. Many gateways are told the
    /// same, so that each waits a random time longer: up to as long again, or kRetryAfterSpread.
    void failed(Lane lane, SteadyTime now, std::chrono::milliseconds after);

    /// Nothing can be delivered until a person acts.
    void held(SteadyTime now);

    /// The live lane has nothing to send.
    void nothingLive(SteadyTime now) { liveAt_ = now + kLiveEvery; }

    /// A person wants it now.
    void hurry();

    bool isFailing() const { return trouble_ == Trouble::Failing; }

    bool isHeld() const { return trouble_ == Trouble::Held; }

private:
    /// For how long it has been in trouble.
    std::chrono::milliseconds troubled(SteadyTime now) const;

    enum class Trouble : std::uint8_t { None, Failing, Held };

    Backoff backoff_;
    std::chrono::milliseconds startWaitMax_;
    Trouble trouble_ = Trouble::None;
    bool hasStarted_ = false;
    Lane last_ = Lane::Backfill;
    SteadyTime liveAt_{};
    SteadyTime backfillAt_{};
    SteadyTime blockedUntil_{};
    SteadyTime troubleSince_{};
};

} // namespace historian::forward
