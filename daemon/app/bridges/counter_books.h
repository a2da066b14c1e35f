#pragma once

#include "base/counter_books.h"
#include "base/site_facts.h"
#include "base/symbol_table.h"
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
                    base::SymbolTable& symbols,
                    history::CounterTotals& totals)
        : store_(store), clock_(clock), facts_(facts), symbols_(symbols), totals_(totals)
    {
    }

    std::vector<CorrectedCounter> corrected(std::span<const Symbol> devices) override;
    bool isEnergy(Symbol device, Symbol metric) const override;
    Result<base::EnergyDay>
    energyDay(std::string_view device, std::string_view metric, Time from) override;

private:
    Store& store_;
    const Clock& clock_;
    const base::SiteFacts& facts_;
    base::SymbolTable& symbols_;
    history::CounterTotals& totals_;
};

} // namespace historian::app
