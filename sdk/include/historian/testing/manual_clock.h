#pragma once

#include <historian/clock.h>

#include <atomic>

namespace historian::testing {

/// A clock that stands still until a test moves it; it begins at 2025-01-20T10:30:00Z, trusted.
/// Threads: any.
class ManualClock : public Clock {
public:
    Time now() const override { return Time(std::chrono::microseconds(wall_.load())); }

    SteadyTime steady() const override
    {
        return SteadyTime(std::chrono::microseconds(steady_.load()));
    }

    bool isTrusted() const override { return isTrusted_.load(); }

    /// Both clocks go on.
    void advance(std::chrono::microseconds by)
    {
        wall_ += by.count();
        steady_ += by.count();
    }

    /// The wall clock is set, as NTP or a person would; the steady one goes on as it was.
    void set(Time time) { wall_ = time.time_since_epoch().count(); }

    void setTrusted(bool isTrusted) { isTrusted_ = isTrusted; }

private:
    std::atomic<std::int64_t> wall_{1'737'369'000'000'000};
    std::atomic<std::int64_t> steady_{1'000'000'000};
    std::atomic<bool> isTrusted_{true};
};

} // namespace historian::testing
