#pragma once

#include "host/plugin_shelf.h"

#include <historian/error.h>

#include <string>

namespace historian::app {

/// Commented YAML for every plugin of that name. The error lists the names there are.
Result<std::string> sampleOf(const host::PluginShelf& shelf, const std::string& plugin);

/// The version of this program, of the libraries it runs with, and of its plugins.
std::string versionText(const host::PluginShelf& shelf);

} // namespace historian::app
