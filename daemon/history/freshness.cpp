#include "history/freshness.h"

#include <algorithm>

namespace historian::history {

std::string_view nameOf(Freshness freshness)
{
    switch (freshness) {
    case Freshness::Fresh: return "fresh";
    case Freshness::Late: return "late";
    case Freshness::Stale: return "stale";
    case Freshness::Silent: return "silent";
    case Freshness::Never: break;
    }
    return "never";
}

Freshness freshnessOf(std::chrono::microseconds age, std::chrono::microseconds expectedInterval)
{
    if (age <= 3 * expectedInterval) return Freshness::Fresh;
    if (age <= 6 * expectedInterval) return Freshness::Late;
    if (age <= 12 * expectedInterval) return Freshness::Stale;
    return Freshness::Silent;
}

Freshness freshnessOf(const Batch& batch,
                      const Reading& newest,
                      Time now,
                      std::chrono::microseconds expectedInterval)
{
    const auto values = batch.values(newest);
    const bool isSilence = !values.empty() && std::ranges::all_of(values, [](const Value& value) {
        return value.quality() == Quality::BadCommunication;
    });
    return isSilence ? Freshness::Silent : freshnessOf(now - newest.time, expectedInterval);
}

} // namespace historian::history
