#pragma once

#include "database/connection.h"
#include "database/statement.h"
#include "journal/name_table.h"
#include "journal/row_encoder.h"
#include "journal/summary.h"

#include <historian/store.h>

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

    /// Writes the summary in a transaction of its own.
    void saveSummary();

    std::int64_t pages();

private:
    struct Written {
        RowFacts facts;
        Place place;
        std::size_t begin;
    };

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
};

} // namespace historian::sqlite
