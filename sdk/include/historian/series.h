#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace historian {

/// How the numbers of a metric came about. It belongs to (device, metric) by the device's profile;
/// senders never set it.
enum class Origin : std::uint8_t { Measured, Derived, Constant, Simulated, Manual, Unknown };

/// "measured", "derived", …
constexpr std::string_view nameOf(Origin origin)
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

/// What the numbers of a metric are.
enum class SeriesKind : std::uint8_t {
    Gauge,
    Counter, ///< only grows, but for resets and rollovers
    State,
    Text,
};

/// "gauge", "counter", …
constexpr std::string_view nameOf(SeriesKind kind)
{
    switch (kind) {
    case SeriesKind::Gauge: return "gauge";
    case SeriesKind::Counter: return "counter";
    case SeriesKind::State: return "state";
    case SeriesKind::Text: break;
    }
    return "text";
}

/// What the host knows of a series (Host::series).
struct SeriesFacts {
    std::string unit; ///< empty: none, or unknown
    SeriesKind kind = SeriesKind::Gauge;
    Origin origin = Origin::Unknown;
};

} // namespace historian
