#pragma once

#include <chrono>

namespace historian {

/// An instant of data: UTC, microseconds since 1970-01-01T00:00:00Z.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

/// An instant for durations only: never goes back, has no meaning outside this boot.
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::microseconds>;

/// The only source of time; tests move it by hand (`historian/testing/manual_clock.h`).
/// Threads: every function may be called from any thread.
class Clock {
public:
    virtual ~Clock() = default;

    /// UTC now, as this machine believes it.
    virtual Time now() const = 0;

    /// The steady clock, for deadlines and intervals.
    virtual SteadyTime steady() const = 0;

    /// Whether the machine's UTC can be trusted (see `clock.trust` in the configuration).
    virtual bool isTrusted() const = 0;
};

} // namespace historian
