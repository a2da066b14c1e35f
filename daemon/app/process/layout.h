#pragma once

#include <filesystem>
#include <vector>

namespace historian::app {

/// Where the parts of an installation lie, seen from the program: the same in a build directory,
/// under /usr and under any other prefix.
struct Layout {
    std::vector<std::filesystem::path> pluginDirectories;
    std::filesystem::path page;
    std::filesystem::path deviceProfiles;
    std::filesystem::path ownDeviceProfiles; ///< the operator's; they win. Empty: none
};

/// The layout around a program in `PREFIX/bin` or `PREFIX/sbin`.
Layout layoutOf(const std::filesystem::path& program);

/// Where the operator's own device profiles lie: `devices` beside the configuration file.
std::filesystem::path ownDeviceProfiles(const std::filesystem::path& configuration);

/// This program's file.
std::filesystem::path thisProgram();

} // namespace historian::app
