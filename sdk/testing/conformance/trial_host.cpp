#include "trial_host.h"

namespace historian::conformance {

void TrialHost::requireNoSecret(const Report& report) const
{
    const std::string reason = "a secret of the configuration was logged or shown";
    for (const std::string& line : logLines())
        report.require(line.find(kSecret) == std::string::npos, reason);
    report.require(whyDegraded().find(kSecret) == std::string::npos, reason);
}

} // namespace historian::conformance
