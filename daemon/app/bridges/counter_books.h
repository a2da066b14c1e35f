#pragma once

#include "base/counter_books.h"
#include "base/site_facts.h"
#include "history/counter_totals.h"

namespace historian::app {

inline constexpr std::chrono::seconds kCountingMax{5}; ///< in one call; the rest is left out

/// Tells outputs what history knows of counters.
class HistoryCounters final : public base::CounterBooks {
public:
    /// The references outlive it.
    HistoryCounters(Store& store,
                    const Clock& clock,
                    const base::SiteFacts& facts,
                    history::CounterTotals& totals)
        : store_(store), clock_(clock), facts_(facts), totals_(totals)
    {
    }

    std::vector<CorrectedCounter> corrected(std::span<const Symbol> devices) override;

private:
    Store& store_;
    const Clock& clock_;
    const base::SiteFacts& facts_;
    history::CounterTotals& totals_;
};

} // namespace historian::app
