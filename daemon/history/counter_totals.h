#pragma once

#include "history/counter_hours.h"
#include "history/counter_series.h"
#include "history/series_catalog.h"

#include <historian/store.h>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace historian::base {
class SymbolTable;
}

namespace historian::history {

inline constexpr std::size_t kCounterSeriesMax = 512; ///< followed at once; beyond: all start anew

/// The corrected counters of the store. What was purged stays counted (CounterCarry). A counter is
/// read whole when it is first asked for and then followed: each question reads only what was
/// committed since the last one. Threads: any; a question waits only for another one of the same
/// counter.
class CounterTotals {
public:
    /// The references outlive it.
    CounterTotals(Store& store, const base::SymbolTable& symbols, const SeriesCatalog& catalog)
        : store_(store), symbols_(symbols), catalog_(catalog)
    {
    }

    /// Since the first reading.
    Result<CounterTotal> lifetime(Symbol device, Symbol metric);

    /// In from <= time < to.
    Result<CounterTotal> period(Symbol device, Symbol metric, Time from, Time to);

    /// Hour by hour, from a full hour of UTC to the end of its day.
    Result<CounterHours> hours(Symbol device, Symbol metric, Time from);

private:
    using Key = std::pair<Symbol, Symbol>;

    struct Followed {
        CounterSeries series; ///< of whoever asks it, while it is asked
        bool isAsked = false;
        std::vector<CounterSample> news; ///< came while it was asked
    };

    /// Has a counter for itself until its end.
    class Turn;

    /// Asks a counter that is up to date, in a snapshot that has it.
    template <typename T, typename Ask>
    Result<T> ask(Symbol device, Symbol metric, const Ask& ask);
    Result<std::unique_ptr<Snapshot>> current();
    void begin();
    std::optional<Error> learnBases(Snapshot& snapshot);
    std::optional<CounterBase> baseOf(Key counter) const;
    std::optional<Error> catchUp(Snapshot& snapshot);
    void take(const Segment& segment);
    std::shared_ptr<Followed> followed(Key counter);
    void release(Followed& counter);

    Store& store_;
    const base::SymbolTable& symbols_;
    const SeriesCatalog& catalog_;
    std::mutex mutex_; ///< guards all that follows; not held while a question reads
    std::condition_variable released_;
    std::string storeId_;
    std::uint64_t seq_ = 0; ///< everything up to it is in the series
    std::uint64_t redatings_ = 0;
    std::map<Key, std::shared_ptr<Followed>> series_;
    std::optional<std::pair<std::string, std::uint64_t>> oldest_; ///< held when bases_ were read
    std::map<std::string, CounterBase> bases_;
};

} // namespace historian::history
