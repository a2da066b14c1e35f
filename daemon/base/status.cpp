#include "base/status.h"

namespace historian::base {

std::string_view nameOf(InstanceCondition condition)
{
    switch (condition) {
    case InstanceCondition::Starting: return "starting";
    case InstanceCondition::Healthy: return "healthy";
    case InstanceCondition::Degraded: return "degraded";
    case InstanceCondition::Stuck: return "stuck";
    case InstanceCondition::Disabled: break;
    }
    return "disabled";
}

} // namespace historian::base
