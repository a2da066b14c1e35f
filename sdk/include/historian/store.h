#pragma once

#include <historian/error.h>
#include <historian/reading.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace historian {

/// Something small that lives beside the readings and changes in the same transactions:
/// positions, plugin state, the rejected list. (kind, key) names it.
struct Record {
    std::string kind;
    std::string key;
    std::string body;
};

/// Writes a record, or removes it.
struct RecordChange {
    std::string kind;
    std::string key;
    std::optional<std::string> body; ///< nothing: remove
};

/// What one commit makes durable: all of it, or nothing.
struct Transaction {
    const Batch& readings; ///< `time`, `received` and `flags` are final
    std::span<const RecordChange> records;
    std::string_view bootId;                         ///< of this boot, with
    std::chrono::microseconds wallMinusMonotonic{0}; ///< UTC minus the boot clock at commit
};

/// The identity given to a transaction's readings: reading i has (storeId, firstSeq + i).
struct Receipt {
    std::string storeId;
    std::uint64_t firstSeq = 0;
    std::uint64_t lastSeq = 0; ///< firstSeq - 1 if there were no readings
};

/// A transaction that was not made durable.
struct CommitRefused {
    enum class Kind : std::uint8_t {
        Full,     ///< its quota is used up: what is let go of makes room
        Failed,   ///< the disk or the file; the outcome of this transaction is unknown
        DiskFull, ///< others may have filled it: what is let go of makes no room
    };
    Kind kind = Kind::Failed;
    std::string why;
    std::chrono::milliseconds retryAfter{0};
};

/// Readings that share a store_id, in the order of their seq.
struct Segment {
    std::string storeId;
    Batch readings;
};

/// The readings that are held of one store_id: every seq from the first to the last, but for what
/// is damaged.
struct StoreSpan {
    std::string storeId;
    std::uint64_t firstSeq = 0;
    std::uint64_t lastSeq = 0;
};

/// A consistent view of the store at one moment. Keep it short: it holds back the checkpoint.
/// Threads: one thread at a time.
class Snapshot {
public:
    virtual ~Snapshot() = default;

    /// At most `readingsMax` readings with a seq above `seq`, in order, of the store's current
    /// store_id. Empty at the end.
    virtual Result<Segment> readAfter(std::uint64_t seq, std::size_t readingsMax) = 0;

    /// The same of any store_id that the file holds.
    virtual Result<Segment>
    readAfter(std::string_view storeId, std::uint64_t seq, std::size_t readingsMax) = 0;

    /// What is held, the oldest store_id first; those without readings are left out.
    virtual Result<std::vector<StoreSpan>> spans() = 0;

    /// Called with pieces of the answer to scan(); return false to stop.
    using SegmentVisitor = std::function<bool(const Segment&)>;

    /// The readings of a device with from <= time < to, in the order of (time, seq), holding only
    /// the metrics asked for (all, if none is named); readings without any of them are left out.
    virtual std::optional<Error> scan(Symbol device,
                                      std::span<const Symbol> metrics,
                                      Time from,
                                      Time to,
                                      const SegmentVisitor& visit) = 0;

    /// All records of a kind, by key.
    virtual Result<std::vector<Record>> records(std::string_view kind) = 0;
};

/// What the store holds and how long it will last. Bytes include indices and the log.
struct StoreStatus {
    std::string storeId;
    std::uint64_t readings = 0;
    std::uint64_t bytes = 0;
    std::uint64_t logBytes = 0; ///< of `bytes`: what the quota does not count
    std::uint64_t quotaBytes = 0;
    std::uint64_t blocks = 0;
    std::uint64_t journalRows = 0;
    std::optional<Time> oldest;
    std::optional<Time> newest;
    std::optional<double> daysLeft; ///< at the rate of the last day; nothing while unknown
    std::uint64_t bytesWritten = 0; ///< to the disk since start, checkpoints included
    std::uint64_t redatings = 0;    ///< since start: what was read of times before is out of date
};

/// Called once in the transaction of a reclaim(), before it is made durable, with the last seq that
/// goes: the records that become durable with it.
using PurgeLedger = std::function<std::vector<RecordChange>(std::uint64_t lastSeq)>;

/// Durable history: the one output that keeps the readings. It knows no semantics.
/// Threads: commit(), redate() and reclaim() from one thread; the others from any thread, also
/// during a commit.
class HISTORIAN_VISIBLE Store {
public:
    virtual ~Store() = default;

    /// Makes a transaction durable. When it answers with a Receipt, the data is synced.
    virtual std::variant<Receipt, CommitRefused> commit(const Transaction& transaction) = 0;

    /// Dates anew what was committed in one boot while the machine's clock was not trusted
    /// (Flag::Unsynced): time and receipt move by the difference between this offset of UTC from
    /// the boot clock and that of their commit, and the flag goes. A time taken as its sender gave
    /// it (Backfill without Arrival) stays. Seqs stay. All of it or nothing, synced; the number of
    /// readings, 0 when it is called again. It may take a minute.
    virtual std::variant<std::uint64_t, CommitRefused>
    redate(std::string_view bootId, std::chrono::microseconds wallMinusMonotonic) = 0;

    /// Lets go of the oldest readings of a store_id, at most up to that seq and only what can go as
    /// a whole; the last seq that went, 0 if nothing could. Their space is used again.
    virtual std::variant<std::uint64_t, CommitRefused>
    reclaim(std::string_view storeId, std::uint64_t upToSeq, const PurgeLedger& ledger) = 0;

    virtual Result<std::unique_ptr<Snapshot>> snapshot() = 0;

    /// The newest reading (by time, then seq) of every device, from memory.
    virtual Segment latest() = 0;

    virtual StoreStatus status() = 0;
};

} // namespace historian
