#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace historian::history {

/// How old a device's newest reading is against how often one should come.
enum class Freshness : std::uint8_t {
    Fresh,  ///< at most 3 intervals
    Late,   ///< at most 6
    Stale,  ///< at most 12
    Silent, ///< older
    Never,  ///< there is none
};

/// "fresh", …
std::string_view nameOf(Freshness freshness);

/// A reading from the future is fresh; its clock is another question.
Freshness freshnessOf(std::chrono::microseconds age, std::chrono::microseconds expectedInterval);

} // namespace historian::history
