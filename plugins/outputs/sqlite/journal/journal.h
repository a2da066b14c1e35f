#pragma once

#include "database/checkpointer.h"
#include "database/connection.h"
#include "database/identity.h"
#include "journal/journal_writer.h"
#include "journal/name_table.h"
#include "journal/summary.h"
#include "query/journal_snapshot.h"
#include "query/reader.h"

#include <historian/store.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>

namespace historian::sqlite {

/// What only tests change.
struct Tuning {
    Sync sync = Sync::Full;
    std::int64_t checkpointPages = kCheckpointPages;
    std::optional<Surroundings> surroundings; ///< instead of this machine and file
};

/// One opening of the journal: its writer, its readers and what is kept in memory of it. After a
/// DatabaseFault that is not "full" it must be opened anew.
/// Threads: the constructor, commit() and close() on the commit thread; the others on any.
class Journal {
public:
    /// Opens or makes the file in `directory`. Throws Unavailable or DatabaseFault.
    Journal(const std::filesystem::path& directory, Host& host, Tuning tuning);

    /// Makes a transaction durable or throws DatabaseFault.
    Receipt commit(const Transaction& transaction);

    /// Store::redate. Throws DatabaseFault; the journal must then be opened anew, also when it is
    /// full.
    std::uint64_t redate(std::string_view bootId, std::chrono::microseconds wallMinusMonotonic);

    /// Store::reclaim(); throws DatabaseFault.
    std::uint64_t
    reclaim(std::string_view storeId, std::uint64_t upToSeq, const PurgeLedger& ledger);

    /// Moves the log into the file; false while a reader is in the way. Throws DatabaseFault.
    bool emptyLog() { return checkpointer_.truncate(); }

    /// Sets how large the file may grow.
    void limitBytes(std::uint64_t bytes);

    /// Writes the summary and closes for good, all into one file if no reader is in the way.
    void close();

    Result<std::unique_ptr<Snapshot>> snapshot();
    Segment latest() const;

    /// Without the figures of the disk.
    StoreStatus status() const;

private:
    std::uint64_t lastSeqOnDisk();
    void loadNames();

    Host& host_;
    std::unique_ptr<Connection> writer_;
    std::shared_ptr<NameTable> names_;    ///< shared with snapshots
    std::shared_ptr<ReaderPool> readers_; ///< shared with snapshots
    StoreIds storeIds_;
    std::int64_t store_ = 0;
    std::uint64_t lastSeq_ = 0;
    Summary summary_;
    Checkpointer checkpointer_;
    std::unique_ptr<JournalWriter> journalWriter_;
    std::atomic<std::uint64_t> pages_{0};
    std::atomic<std::uint64_t> bytesWritten_{0};
    std::atomic<std::uint64_t> redatings_{0};
};

} // namespace historian::sqlite
