#include "app/bridges/expected_readings.h"

#include "config/scalars.h"
#include "forward/settings.h"

#include <algorithm>

namespace historian::app {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kInputInterval{1000}; // of an input that polls, where none is written
constexpr double kValuesUsual = 11;          // of a reading, where there is no profile

/// How often the input that names a device as one of its units reads it.
std::optional<milliseconds> pollOf(const config::Settings& settings, const std::string& device)
{
    for (const config::InstanceSettings& input : settings.inputs) {
        const config::Node* units = input.ownKeys.find("units");
        if (units == nullptr) continue;
        const auto isMeant = [&](const config::Node& unit) {
            const config::Node* name = unit.find("device");
            return name != nullptr && name->scalar == device;
        };
        const auto unit = std::ranges::find_if(units->items, isMeant);
        if (unit == units->items.end()) continue;
        const config::Node* interval = unit->find("interval");
        if (interval == nullptr) interval = input.ownKeys.find("interval");
        if (interval == nullptr) return kInputInterval;
        return config::parseDuration(interval->scalar).value_or(kInputInterval);
    }
    return std::nullopt;
}

} // namespace

base::ExpectedReadings expectedReadings(const config::Settings& settings,
                                        const config::DeviceProfiles& profiles,
                                        const config::InstanceSettings& output)
{
    const milliseconds window = forward::windowOf(output.resolution);
    base::ExpectedReadings expected;
    for (const base::DeviceSettings& device : settings.devices) {
        const auto profile =
            std::ranges::find(profiles.profiles, device.profile, &base::DeviceProfile::name);
        const bool isKnown = profile != profiles.profiles.end();
        std::optional<milliseconds> interval = device.expectedInterval;
        if (!interval) interval = pollOf(settings, device.id);
        if (!interval && isKnown) interval = profile->expectedInterval;
        if (!interval || interval->count() <= 0) continue;
        const double readings =
            86'400'000.0 / static_cast<double>(std::max(*interval, window).count());
        expected.readings += readings;
        expected.values +=
            readings * (isKnown ? static_cast<double>(profile->metrics.size()) : kValuesUsual);
    }
    return expected;
}

} // namespace historian::app
