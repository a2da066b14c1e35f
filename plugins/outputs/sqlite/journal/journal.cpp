#include "journal/journal.h"

#include "database/database_fault.h"
#include "database/opening.h"
#include "journal/redating.h"

#include <algorithm>
#include <string>

namespace historian::sqlite {

namespace fs = std::filesystem;

Journal::Journal(const fs::path& directory, Host& host, Tuning tuning)
    : host_(host),
      writer_(openForWriting(directory, tuning.sync, host)),
      names_(std::make_shared<NameTable>(host)),
      readers_(std::make_shared<ReaderPool>(directory / "history.db", host.clock())),
      checkpointer_(*writer_, host, tuning.checkpointPages)
{
    const Surroundings here =
        tuning.surroundings ? *tuning.surroundings : surroundingsOf(directory / "history.db");
    Identity identity = identify(*writer_, here, host.clock().now());
    store_ = identity.store;
    if (identity.isNew)
        host.log(LogLevel::Info, "history.db: store_id " + identity.storeIds.back());
    storeIds_ = std::make_shared<const std::vector<std::string>>(std::move(identity.storeIds));
    loadNames();
    summary_.load(*writer_, names_->byId());
    lastSeq_ = lastSeqOnDisk();
    journalWriter_ = std::make_unique<JournalWriter>(*writer_, *names_, summary_);
    pages_ = static_cast<std::uint64_t>(journalWriter_->pages());
}

void Journal::loadNames()
{
    Statement names(writer_->handle(), "SELECT id, kind, text FROM name ORDER BY id");
    while (names.step())
        names_->load(static_cast<std::uint32_t>(names.number(0)),
                     static_cast<NameKind>(names.number(1)),
                     names.text(2));
    names_->publish();
}

std::uint64_t Journal::lastSeqOnDisk()
{
    Statement last(writer_->handle(),
                   "SELECT place, count FROM journal WHERE place >= ?1 AND place < ?2"
                   " ORDER BY place DESC LIMIT 1");
    last.bind(1, Place{store_, 0}.number()).bind(2, Place{store_ + 1, 0}.number());
    if (!last.step()) return 0;
    return Place::of(last.number(0)).seq + static_cast<std::uint64_t>(last.number(1)) - 1;
}

Receipt Journal::commit(const Transaction& transaction)
{
    const std::uint64_t firstSeq = lastSeq_ + 1;
    journalWriter_->commit(transaction, {store_, firstSeq});
    lastSeq_ += transaction.readings.size();
    checkpointer_.afterCommit();
    pages_ = static_cast<std::uint64_t>(journalWriter_->pages());
    bytesWritten_ = checkpointer_.bytesWritten();
    return {storeIds_->at(static_cast<std::size_t>(store_)), firstSeq, lastSeq_};
}

std::uint64_t Journal::redate(std::string_view bootId, std::chrono::microseconds wallMinusMonotonic)
{
    Redating redating(*writer_, *names_, summary_);
    const std::uint64_t redated = redating.run({store_, bootId, wallMinusMonotonic});
    checkpointer_.afterCommit();
    if (redated > 0) ++redatings_;
    return redated;
}

std::uint64_t
Journal::reclaim(std::string_view storeId, std::uint64_t upToSeq, const PurgeLedger& ledger)
{
    const auto found = std::find(storeIds_->begin() + 1, storeIds_->end(), storeId);
    if (found == storeIds_->end()) return 0;
    const std::int64_t store = found - storeIds_->begin();
    // The last row of the current store says where its seqs go on.
    const std::uint64_t limit = store == store_ ? std::min(upToSeq, lastSeq_ - 1) : upToSeq;
    const std::uint64_t last =
        lastSeq_ == 0 && store == store_ ? 0 : journalWriter_->reclaim({store, limit}, ledger);
    checkpointer_.afterCommit();
    pages_ = static_cast<std::uint64_t>(journalWriter_->pages());
    return last;
}

void Journal::limitBytes(std::uint64_t bytes)
{
    writer_->execute("PRAGMA max_page_count = " + std::to_string(bytes / kPageBytes));
}

void Journal::close()
{
    journalWriter_->saveSummary();
    readers_->close();
    checkpointer_.truncate();
}

Result<std::unique_ptr<Snapshot>> Journal::snapshot()
{
    try {
        std::unique_ptr<Reader> reader = readers_->take();
        if (!reader)
            return Error{"history.db: there are already " + std::to_string(kReadersMax) +
                         " readers; try again"};
        return std::unique_ptr<Snapshot>(std::make_unique<JournalSnapshot>(
            SnapshotSource{readers_, names_, storeIds_, store_, host_}, std::move(reader)));
    } catch (const DatabaseFault& fault) {
        return Error{fault.what()};
    }
}

Segment Journal::latest() const
{
    return {storeIds_->at(static_cast<std::size_t>(store_)), summary_.latest(store_)};
}

StoreStatus Journal::status() const
{
    const Summary::Totals totals = summary_.totals();
    StoreStatus status;
    status.storeId = storeIds_->at(static_cast<std::size_t>(store_));
    status.readings = totals.readings;
    status.journalRows = totals.rows;
    status.oldest = totals.oldest;
    status.newest = totals.newest;
    status.bytes = pages_ * kPageBytes;
    status.bytesWritten = bytesWritten_;
    status.redatings = redatings_;
    return status;
}

} // namespace historian::sqlite
