#include "base/device_profile.h"

namespace historian::base {

std::string_view nameOf(Origin origin)
{
    switch (origin) {
    case Origin::Measured: return "measured";
    case Origin::Derived: return "derived";
    case Origin::Constant: return "constant";
    case Origin::Simulated: return "simulated";
    case Origin::Manual: return "manual";
    case Origin::Unknown: break;
    }
    return "unknown";
}

std::string_view nameOf(SeriesKind kind)
{
    switch (kind) {
    case SeriesKind::Gauge: return "gauge";
    case SeriesKind::Counter: return "counter";
    case SeriesKind::State: return "state";
    case SeriesKind::Text: break;
    }
    return "text";
}

} // namespace historian::base
