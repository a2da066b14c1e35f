#pragma once

#include "database/connection.h"
#include "journal/row.h"
#include "journal/row_encoder.h"

#include <historian/store.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace historian::sqlite {

/// What the journal holds in all, and the newest reading of each device, in memory.
/// Threads: add() and save() on the commit thread; totals() and latest() on any.
class Summary {
public:
    struct Totals {
        std::int64_t place = 0; ///< the last row that is counted
        std::uint64_t readings = 0;
        std::uint64_t rows = 0;
        std::optional<Time> oldest;
        std::optional<Time> newest;
    };

    /// From the tables `meta` and `newest`, and the rows that came after them.
    void load(Connection& connection, const NamesById& names);

    /// Counts a row of the readings [begin, end) of a batch.
    void
    add(const Batch& batch, std::size_t begin, std::size_t end, const RowFacts& facts, Place place);

    /// A row's readings have other times now.
    void replace(const Batch& batch, Place place);

    /// Looks up the oldest and newest time again.
    void remeasure(Connection& connection);

    /// These were deleted; what is left begins at `oldest`.
    void remove(std::uint64_t readings, std::uint64_t rows, std::optional<Time> oldest);

    /// Back to totals() of before a transaction that failed.
    void restore(const Totals& totals);

    /// Writes the tables, in the caller's transaction.
    void save(Connection& connection, RowEncoder& encoder);

    /// Whether so much came since the last save that start would take long without another.
    bool isSaveDue() const;

    Totals totals() const;

    /// The newest reading of every device. A reading of an earlier store_id has seq 0.
    Batch latest(std::int64_t store) const;

private:
    struct Newest {
        Place place;
        Batch reading;
    };

    void loadTotals(Connection& connection);
    void keepNewest(const Batch& batch, std::size_t begin, std::size_t end, Place place);

    Totals totals_;
    Totals saved_;
    std::unordered_map<std::uint32_t, Newest> newest_; ///< by device
    std::vector<std::size_t> candidate_;               ///< by device: index in the batch + 1
    std::vector<std::uint32_t> candidates_;
    mutable std::mutex mutex_; ///< guards totals_ and newest_
};

} // namespace historian::sqlite
