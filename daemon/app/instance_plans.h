#pragma once

#include "app/parts.h"

namespace historian::app {

/// How an instance sees the daemon. The parts outlive it.
host::HostParts
hostPartsOf(Parts& parts, const config::InstanceSettings& instance, InstanceState& state);

/// The store's plugin with its settings. The parts outlive it.
host::InstanceSource storeSourceOf(Parts& parts);

/// An input with its sink, or an output with its feed. What is wrong with it is in the plan: it
/// then never starts, and the rest runs. The parts outlive it. Threads: before the parts run.
host::InstancePlan planOf(Parts& parts, const config::InstanceSettings& instance);

} // namespace historian::app
