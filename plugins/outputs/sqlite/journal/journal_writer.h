#pragma once

#include "database/connection.h"
#include "database/statement.h"
#include "journal/name_table.h"
#include "journal/row_encoder.h"
#include "journal/summary.h"

#include <historian/store.h>

#include <optional>
#include <string>
#include <vector>

namespace historian::sqlite {

/// Writes transactions with prepared statements on the writing connection.
/// Threads: the commit thread.
class JournalWriter {
public:
    JournalWriter(Connection& connection, NameTable& names, Summary& summary);

    /// Makes a transaction durable: its readings get the seqs from `first` on. Throws
    /// DatabaseFault with nothing written, unless the fault was in the sync itself.
    void commit(const Transaction& transaction, Place first);

    /// Deletes the oldest rows of a store that end at or before that seq, with the records of the
    /// ledger; the last seq that went, 0 if none. Throws like commit().
    std::uint64_t reclaim(Place upTo, const PurgeLedger& ledger);

    /// Writes the summary in a transaction of its own.
    void saveSummary();

    /// In use; those that a reclaim() left free are not.
    std::int64_t pages();

private:
    struct Written {
        RowFacts facts;
        Place place;
        std::size_t begin = 0;
    };

    struct Oldest {
        Place last;                ///< row
        std::uint64_t lastSeq = 0; ///< 0: there is nothing to delete
        std::uint64_t readings = 0;
        std::uint64_t rows = 0;
    };

    Oldest oldestRows(Place upTo);
    void remove(const Oldest& rows, const PurgeLedger& ledger);
    std::optional<Time> oldestTime();
    void write(const Transaction& transaction, Place first);
    void writeRow(const RowEncoder::Row& row, Place place, const Transaction& transaction);
    void writeNames();
    void writeRecords(std::span<const RecordChange> records);
    void findBoot(std::string_view name);
    void rollBack();

    Connection& connection_;
    NameTable& names_;
    Summary& summary_;
    RowEncoder encoder_;
    std::vector<Written> written_;
    std::string bootName_;
    std::int64_t bootId_ = 0;
    Statement begin_;
    Statement commit_;
    Statement insertRow_;
    Statement insertName_;
    Statement putRecord_;
    Statement removeRecord_;
    Statement pageCount_;
    Statement freePages_;
};

} // namespace historian::sqlite
