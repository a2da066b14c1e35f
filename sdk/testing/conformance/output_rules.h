#pragma once

#include "report.h"

#include <historian/plugin.h>

namespace historian::conformance {

/// What an output must do: every order of start and stop, answers to deliver() that make
/// sense, and, if it is a Store, to keep what it acknowledged.
void checkOutput(Report& report, const PluginEntry& entry, const Config& config);

} // namespace historian::conformance
