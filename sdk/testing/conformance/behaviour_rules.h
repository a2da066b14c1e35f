#pragma once

#include "report.h"

#include <historian/plugin.h>

namespace historian::conformance {

/// Makes and takes down instances in every order that the host may use, and looks at what they
/// do meanwhile: construction, lifecycle, readings, deliveries, threads, secrets, routes.
void checkBehaviour(Report& report, const PluginEntry& entry, const Config& config);

} // namespace historian::conformance
