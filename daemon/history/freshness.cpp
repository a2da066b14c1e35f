#include "history/freshness.h"

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

} // namespace historian::history
