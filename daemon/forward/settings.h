#pragma once

#include "base/data_plan.h"

#include <historian/clock.h>
#include <historian/error.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace historian::forward {

/// Where an output begins that was never forwarded to: with the oldest reading held, with what
/// comes from now on, or at a date.
struct StartOldest {};

struct StartNow {};

using Start = std::variant<StartOldest, StartNow, Time>;

/// `start`: "oldest", "now", or a date as 2025-01-20 or 2025-01-20T10:30:00Z.
Result<Start> startOf(std::string_view text);

/// `resolution`: the window of which only the last reading is delivered; 0 for "raw".
std::chrono::seconds windowOf(std::string_view resolution);

/// One output as far as forwarding is concerned.
struct ForwarderSettings {
    std::string output;
    std::string plugin;
    bool isRequired = false;
    Start start;
    std::chrono::seconds window{0};
    double rateMax = 0;               ///< readings a second; 0: no limit
    std::uint64_t bytesPerDayMax = 0; ///< 0: no limit
    std::string trouble = {};         ///< why it cannot be started, as far as is known
    DataCost cost = {};               ///< at the destination, as its plugin says
    base::ExpectedReadings expected = {};
};

/// The paces of the forwarder; tests make them short.
struct ForwarderPace {
    std::chrono::milliseconds startWaitMax{
        30'000};                             ///< of the backfill, after the start or an outage
    std::chrono::milliseconds gather{1'000}; ///< between two batches that leave nothing behind
};

} // namespace historian::forward
