#pragma once

#include "config/device_profiles.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace historian::devices {

/// The packaged profile of a device that is read by registers, and its section for input-modbus.
struct RegisterProfile {
    base::DeviceProfile profile;
    config::ProfileSection section;

    /// The profile's name as GoogleTest wants it.
    std::string testName() const
    {
        std::string name = profile.name;
        std::ranges::replace(name, '-', '_');
        return name;
    }
};

inline void PrintTo(const RegisterProfile& device, std::ostream* stream)
{
    *stream << device.profile.name;
}

inline std::vector<RegisterProfile> registerProfiles()
{
    const config::DeviceProfiles loaded = config::loadDeviceProfiles(HISTORIAN_ETC "/devices");
    std::vector<RegisterProfile> found;
    for (const config::ProfileSection& section : loaded.sections)
        if (section.plugin == "modbus")
            found.push_back(
                {*std::ranges::find(loaded.profiles, section.profile, &base::DeviceProfile::name),
                 section});
    return found;
}

inline std::set<std::string> metricsOf(const RegisterProfile& device)
{
    std::set<std::string> metrics;
    for (const auto& [name, metric] : device.profile.metrics) metrics.insert(name);
    return metrics;
}

} // namespace historian::devices
