#pragma once

#include "base/device_profile.h"
#include "config/node.h"

#include <filesystem>
#include <string>
#include <vector>

namespace historian::config {

inline constexpr std::size_t kProfilesMax = 256;

/// The device profiles of a directory, by name, and what is wrong with the files that were left
/// out.
struct DeviceProfiles {
    std::vector<base::DeviceProfile> profiles;
    std::vector<std::string> problems;
};

/// Understands one profile; the keys are listed in README.md. Problems are added, and then
/// the profile must not be used.
base::DeviceProfile readDeviceProfile(const Node& root, std::vector<Problem>& problems);

/// Reads every `*.yaml` of a directory; one that is not there is empty. Never throws.
DeviceProfiles loadDeviceProfiles(const std::filesystem::path& directory);

} // namespace historian::config
