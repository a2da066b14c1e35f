#pragma once

#include <historian/config.h>

#include <span>

namespace historian::config {

/// The daemon's own sections: version, site, http, data, clock, devices, plugins, carbon.
std::span<const Key> daemonKeys();

} // namespace historian::config
