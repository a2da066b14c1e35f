#include "trial_host.h"

namespace historian::conformance {

using std::chrono::microseconds;

Time TrialHost::SystemClock::now() const
{
    return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

SteadyTime TrialHost::SystemClock::steady() const
{
    return std::chrono::floor<microseconds>(std::chrono::steady_clock::now());
}

void TrialHost::requireNoSecret(const Report& report) const
{
    const std::string reason = "a secret of the configuration was logged or shown";
    for (const std::string& line : logLines())
        report.require(line.find(kSecret) == std::string::npos, reason);
    report.require(whyDegraded().find(kSecret) == std::string::npos, reason);
}

} // namespace historian::conformance
