#pragma once

#include <historian/testing/fake_host.h>
#include <historian/testing/running_clock.h>

namespace historian::modbus::testing {

/// A fake host whose clock is the machine's, for tests that wait for sockets.
class LiveHost : public historian::testing::FakeHost {
public:
    const Clock& clock() const override { return clock_; }

private:
    historian::testing::RunningClock clock_;
};

} // namespace historian::modbus::testing
