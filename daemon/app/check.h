#pragma once

#include "app/process/layout.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace historian::app {

/// Everything that is wrong with a configuration file: its own sections, every instance against
/// the schema of its plugin, paths that two inputs want, and the device profiles. It starts nothing
/// and needs no secrets. Empty: all is well.
std::vector<std::string> checkConfiguration(const std::optional<std::filesystem::path>& file,
                                            const Layout& layout);

} // namespace historian::app
