#pragma once

#include "pipeline/device_track.h"
#include "pipeline/duplicates.h"

#include <historian/store.h>

#include <cstdint>

namespace historian::pipeline {

inline constexpr std::uint64_t kRememberedReadingsMax = 65'536; ///< read from the store at start

/// Teaches a new process what the last one knew: the newest time of each device, and what was sent
/// lately, so that a retry after a restart is a repetition. The answer names the last reading.
/// Throws Unavailable if the store cannot be read.
Receipt rememberLastMinute(Store& store, DeviceTracks& tracks, Duplicates& duplicates);

} // namespace historian::pipeline
