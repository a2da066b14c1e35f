#pragma once

#include "config/device_profiles.h"
#include "config/node.h"
#include "host/plugin_shelf.h"

#include <string>
#include <vector>

namespace historian::app {

/// Every profile that the configuration names and nobody has, with its place: of `devices`, and of
/// the `units` of inputs.
std::vector<config::Problem> unknownProfiles(const config::Node& root,
                                             const config::DeviceProfiles& profiles);

/// What is wrong with the sections that device profiles hold for plugins: one that no plugin reads,
/// or a key that its plugin does not have. Loads the plugins that are named, and starts none.
std::vector<std::string> sectionProblems(const config::DeviceProfiles& profiles,
                                         const host::PluginShelf& shelf);

} // namespace historian::app
