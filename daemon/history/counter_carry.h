#pragma once

#include "history/counter_base.h"
#include "history/series_catalog.h"

#include <historian/store.h>

#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace historian::base {
class SymbolTable;
}

namespace historian::history {

/// A reading is believed to be dated at most so long after its receipt.
inline constexpr std::chrono::minutes kDatedAheadMax{2};

/// Carries counters over the readings that a store lets go of, so that their totals stay as they
/// are.
/// Threads: one at a time.
class CounterCarry {
public:
    /// The references outlive it.
    CounterCarry(Store& store,
                 const base::SymbolTable& symbols,
                 const SeriesCatalog& catalog,
                 const Clock& clock)
        : store_(store), symbols_(symbols), catalog_(catalog), clock_(clock)
    {
    }

    /// The records that must become durable with the purge of the oldest readings up to that seq:
    /// the bases of their counters. Takes as long as reading what goes.
    Result<std::vector<RecordChange>> before(std::string_view storeId, std::uint64_t upToSeq) const;

private:
    using Key = std::pair<Symbol, Symbol>;
    using Ends = std::map<Key, Time>; ///< counter -> its newest reading that goes

    Result<Ends> endsOf(Snapshot& snapshot, std::string_view storeId, std::uint64_t upToSeq) const;
    void note(const Batch& batch,
              const Reading& reading,
              std::map<Key, bool>& isCounter,
              Ends& ends) const;
    bool isCounterOf(Key key) const;
    Result<CounterBase>
    count(Snapshot& snapshot, Key counter, const CounterBase& before, Time upTo) const;

    Store& store_;
    const base::SymbolTable& symbols_;
    const SeriesCatalog& catalog_;
    const Clock& clock_;
};

} // namespace historian::history
