#pragma once

#include "report.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/running_clock.h>

#include <string_view>

namespace historian::conformance {

/// What every secret of the plugin under test is set to.
inline constexpr std::string_view kSecret = "conformance-secret-4711";

/// A fake host whose clock is the machine's, and which looks for secrets in what it is told.
class TrialHost : public testing::FakeHost {
public:
    TrialHost() : FakeHost("conformance") {}

    const Clock& clock() const override { return clock_; }

    /// Fails if a log line or the reason of a degraded instance holds the secret.
    void requireNoSecret(const Report& report) const;

private:
    testing::RunningClock clock_;
};

} // namespace historian::conformance
