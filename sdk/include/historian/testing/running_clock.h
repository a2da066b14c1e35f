#pragma once

#include <historian/clock.h>

namespace historian::testing {

/// The machine's clock, trusted: for tests that wait for sockets, ports and children. Threads: any.
class RunningClock : public Clock {
public:
    Time now() const override
    {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    }

    SteadyTime steady() const override
    {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::steady_clock::now());
    }

    bool isTrusted() const override { return true; }
};

} // namespace historian::testing
