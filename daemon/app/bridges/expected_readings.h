#pragma once

#include "base/data_plan.h"
#include "config/device_profiles.h"
#include "config/settings.h"

namespace historian::app {

/// What the devices that the configuration names send in a day, after `resolution` of that output.
/// A device counts with its `expected_interval`, else with the interval of the input that reads it,
/// else with that of its profile; one without any of them does not count. Threads: any.
base::ExpectedReadings expectedReadings(const config::Settings& settings,
                                        const config::DeviceProfiles& profiles,
                                        const config::InstanceSettings& output);

} // namespace historian::app
