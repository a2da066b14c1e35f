#pragma once

#include <historian/clock.h>

namespace historian::modbus {

inline constexpr std::chrono::seconds kRestMax{60};
inline constexpr int kFailuresBeforeRest = 2;

/// When one unit is polled: at fixed steps of the steady clock, without drift. A unit that does not
/// answer rests, longer each time up to kRestMax, so that it does not delay the others on its line;
/// its first answer brings the steps back. Threads: none.
class Schedule {
public:
    Schedule(std::chrono::milliseconds interval, SteadyTime first);

    SteadyTime due() const { return due_; }

    /// It answered: the next step that is still to come, but not before `earliest`. Returns how
    /// many steps were passed over.
    std::uint64_t answered(SteadyTime now, SteadyTime earliest = {});

    /// It did not: not before `earliest`, and after kFailuresBeforeRest times in a row not for a
    /// while.
    void failed(SteadyTime now, SteadyTime earliest);

    /// The line is back: at once.
    void wake(SteadyTime now);

    bool isFailing() const { return failures_ > 0; }

private:
    std::uint64_t advance(SteadyTime now);

    std::chrono::microseconds interval_;
    SteadyTime step_;
    SteadyTime due_;
    int failures_ = 0;
};

/// How long to wait before a unit or a line is tried again: `first`, doubled with each failure
/// after the first, at most `max`.
std::chrono::milliseconds
pauseAfter(int failures, std::chrono::milliseconds first, std::chrono::milliseconds max);

} // namespace historian::modbus
