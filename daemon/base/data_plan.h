#pragma once

#include <historian/plugin.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace historian::base {

/// What the devices of the configuration will send in a day; 0: it names none with an interval.
struct ExpectedReadings {
    double readings = 0;
    double values = 0;
};

/// What an output has delivered in this process.
struct Traffic {
    std::uint64_t readings = 0;
    std::uint64_t bytes = 0;
    std::chrono::microseconds elapsed{0};
};

/// What a destination costs in a day.
struct DataADay {
    double sentBytes = 0;
    double readings = 0;
    double keptMax = 0;                  ///< what the smallest plan there holds; 0: no limit
    std::optional<double> daysUntilFull; ///< from empty; nothing: no limit, or no readings
    bool isEstimate = true;              ///< from the configuration, not from what was sent
};

/// From what was delivered once that is ten minutes' worth, else from the configuration; nothing if
/// neither says anything, or if the output does not know its costs.
std::optional<DataADay>
dataADay(const DataCost& cost, const ExpectedReadings& expected, const Traffic& traffic);

/// For people: "12.4 MB sent; 8640 readings, which fill 500 MB in 165 days (an estimate ...)".
std::string textOf(const DataADay& data);

} // namespace historian::base
