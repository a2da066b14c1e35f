#pragma once

#include <historian/testing/fake_host.h>

namespace historian::modbus::testing {

/// A fake host whose clock is the machine's, for tests that wait for sockets.
class LiveHost : public historian::testing::FakeHost {
public:
    const Clock& clock() const override { return clock_; }

private:
    class MachineClock : public Clock {
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

    MachineClock clock_;
};

} // namespace historian::modbus::testing
