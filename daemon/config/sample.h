#pragma once

#include "config/settings.h"

#include <historian/config.h>

#include <span>
#include <string>
#include <string_view>

namespace historian::config {

/// One instance of a plugin as commented YAML: required keys written out, all others as comments
/// with their defaults. With its `...` filled in it passes `--check`. Threads: any.
std::string
sampleText(Role role, std::string_view plugin, std::string_view summary, std::span<const Key> keys);

} // namespace historian::config
