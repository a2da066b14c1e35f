#pragma once

#include "config/settings.h"

#include <historian/plugin.h>

#include <string>

namespace historian::config {

/// One instance of a plugin as commented YAML: required keys written out, all others as comments
/// with their defaults. With its `...` filled in it passes `--check`. Threads: any.
std::string sampleText(Role role, const PluginAbout& about);

} // namespace historian::config
