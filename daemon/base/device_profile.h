#pragma once

#include <historian/series.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace historian::base {

/// How a counter behaves, after the rules of history/counter.h. Numbers are in the metric's unit.
struct CounterTraits {
    double resolution = 0;             ///< one step of the source
    std::optional<double> rollover;    ///< the value at which it starts again at 0
    std::optional<double> ratePerHour; ///< never grows faster; nothing: unbounded
    bool resetsToZero = false;         ///< a reset starts at 0, so what it shows then is new
};

/// What is known of one metric of a kind of device.
struct MetricProfile {
    std::string unit;
    SeriesKind kind = SeriesKind::Gauge;
    Origin origin = Origin::Unknown;
    std::optional<double> min; ///< outside [min, max]: stored, quality uncertain_range
    std::optional<double> max;
    CounterTraits counter; ///< for kind Counter
};

/// A kind of device: one file in etc/devices.
struct DeviceProfile {
    std::string name;
    std::string version;
    std::string title;
    bool isAlwaysArrival = false; ///< its clock is never believed
    std::chrono::milliseconds expectedInterval{1000};
    std::map<std::string, MetricProfile, std::less<>> metrics;

    /// A device without a profile gets this one if its reading has all these metrics and a sent
    /// time that begins so. Empty: only by configuration.
    std::vector<std::string> fingerprintMetrics;
    std::string fingerprintSentTime;
};

/// A device as the configuration names it.
struct DeviceSettings {
    std::string id;
    std::string profile; ///< empty: none
    std::optional<double> ratedKw;
    std::optional<std::chrono::milliseconds> expectedInterval;
    std::string serial;
    std::string address;
};

} // namespace historian::base
