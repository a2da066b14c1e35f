#pragma once

#include "config/settings.h"

namespace historian::config {

/// Adds the devices that inputs name in the places that inputs name devices in, `device_id` and
/// `device` of an entry of `units` (with its `profile`): who is named in the configuration is
/// approved. One that `devices` has too keeps what is said there. Threads: none.
void addNamedDevices(Settings& settings);

} // namespace historian::config
