#pragma once

#include "base/device_profile.h"
#include "config/bound_config.h"
#include "config/node.h"

#include <historian/error.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace historian::config {

inline constexpr std::size_t kProfilesMax = 256;

/// What a profile says to one plugin: how its registers or lines are read.
struct ProfileSection {
    std::string profile;
    std::string plugin; ///< the section's key
    Place place;        ///< of the key
    Node content;       ///< a Map
};

/// The device profiles by name, and what is wrong with the files that were left out.
struct DeviceProfiles {
    std::vector<base::DeviceProfile> profiles;
    std::vector<ProfileSection> sections;
    std::vector<std::string> problems;
    std::vector<std::string> notes; ///< files that are used in place of packaged ones
};

/// Understands one profile; the keys are listed in README.md. Problems are added, and then
/// the profile must not be used.
base::DeviceProfile readDeviceProfile(const Node& root, std::vector<Problem>& problems);

/// The sections of a profile: every key of the document that is no key of profiles and holds a Map.
std::vector<ProfileSection> readSections(const Node& root, const std::string& profile);

/// `there is no profile 'bord', did you mean 'board'?` if there is none of that name, else empty.
std::string noProfileText(const DeviceProfiles& profiles, std::string_view name);

/// A plugin's section of a profile, checked against its keys. The error names the place.
Result<std::unique_ptr<BoundConfig>> bindSection(const DeviceProfiles& profiles,
                                                 std::string_view profile,
                                                 std::string_view plugin,
                                                 std::span<const Key> keys);

/// Reads every `*.yaml` of the packaged directory and of the operator's own; one that is not there
/// is empty. An own file stands for the packaged one of its name, also when it has a fault: what
/// was meant to be read otherwise must not be read the old way. Never throws.
DeviceProfiles loadDeviceProfiles(const std::filesystem::path& packaged,
                                  const std::filesystem::path& own = {});

} // namespace historian::config
