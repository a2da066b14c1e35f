#pragma once

#include "config/settings.h"

#include <optional>
#include <string>

namespace historian::config {

/// What is wrong with the way an id is written, nothing if `id` is no text: one without quotes that
/// other readers of YAML take for something else.
std::optional<Problem> idProblem(const Node* id, const std::string& subject);

/// Adds the devices that inputs name in the places that inputs name devices in, `device_id` and
/// `device` of an entry of `units` (with its `profile`): who is named in the configuration is
/// approved. One that `devices` has too keeps what is said there. An ambiguous id is a problem of
/// its instance. Threads: none.
void addNamedDevices(Settings& settings);

} // namespace historian::config
