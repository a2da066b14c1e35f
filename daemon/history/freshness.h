#pragma once

#include <historian/reading.h>

#include <chrono>
#include <cstdint>
#include <string_view>

namespace historian::history {

/// How old a device's newest reading is against how often one should come.
enum class Freshness : std::uint8_t {
    Fresh,  ///< at most 3 intervals
    Late,   ///< at most 6
    Stale,  ///< at most 12
    Silent, ///< older, or it says only that the device did not answer
    Never,  ///< there is none
};

/// "fresh", …
std::string_view nameOf(Freshness freshness);

/// A reading from the future is fresh; its clock is another question.
Freshness freshnessOf(std::chrono::microseconds age, std::chrono::microseconds expectedInterval);

/// Of a device whose newest reading is this one, in that batch.
Freshness freshnessOf(const Batch& batch,
                      const Reading& newest,
                      Time now,
                      std::chrono::microseconds expectedInterval);

} // namespace historian::history
