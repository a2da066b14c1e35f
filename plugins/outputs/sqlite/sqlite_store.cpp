#include "sqlite_store.h"

#include "database/database_fault.h"

#include <Poco/Exception.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>

namespace historian::sqlite {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kFullRetry{5000};
constexpr std::uint64_t kDiskRoomMin = 1024 * 1024; // less is a full disk
constexpr std::chrono::milliseconds kFailedRetry{1000};
constexpr int kSqliteWithoutResetBug = 3'051'003;

std::uint64_t logBytes(const fs::path& directory)
{
    std::error_code none;
    const std::uintmax_t bytes = fs::file_size(directory / "history.db-wal", none);
    return none ? 0 : bytes;
}

} // namespace

SqliteStore::SqliteStore(Host& host, const Config& config) : SqliteStore(host, settingsOf(config))
{
}

SqliteStore::SqliteStore(Host& host, Settings settings, Tuning tuning)
    : host_(host), settings_(std::move(settings)), tuning_(std::move(tuning))
{
}

SqliteStore::~SqliteStore()
{
    stop();
}

void SqliteStore::start()
{
    if (journal()) return;
    std::error_code failed;
    fs::create_directories(settings_.directory, failed);
    if (failed)
        throw Unavailable(settings_.directory.string() +
                          ": making the directory: " + failed.message());
    lock_ = std::make_unique<LockFile>(settings_.directory / "history.lock");
    host_.log(LogLevel::Info,
              std::string("history.db: SQLite ") + sqlite3_libversion() +
                  (sqlite3_libversion_number() < kSqliteWithoutResetBug
                       ? ", which has the WAL-reset fault: let no other program write to this file"
                       : ""));
    ballast_.emplace(settings_.directory, settings_.reserveBytes);
    ballast_->restore();
    const std::string why = open();
    if (why.empty()) return;
    lock_.reset();
    throw Unavailable(why);
}

std::string SqliteStore::open()
{
    try {
        auto journal = std::make_shared<Journal>(settings_.directory, host_, tuning_);
        if (!journal->emptyLog()) return "history.db: waiting for a reader to finish";
        const std::uint64_t bytes = journal->status().bytes;
        quotaBytes_ =
            settings_.quotaBytes.value_or(automaticQuota(freeBytes(settings_.directory), bytes));
        journal->limitBytes(quotaBytes_);
        setJournal(std::move(journal));
        recovered();
        return {};
    } catch (const DatabaseFault& fault) {
        return fault.what();
    } catch (const fs::filesystem_error& fault) {
        return fault.what();
    }
}

Deliveries SqliteStore::deliver(const Segment& segment)
{
    return Deliveries(segment.readings.size(),
                      Delivery::hold("sqlite is the store: it cannot be an output as well"));
}

void SqliteStore::stop()
{
    if (const auto open = journal()) {
        setJournal(nullptr);
        try {
            open->close();
        } catch (const DatabaseFault& fault) {
            host_.log(LogLevel::Warning,
                      std::string(fault.what()) + "; the next start reads the log instead");
        }
    }
    ballast_.reset();
    lock_.reset();
}

std::variant<Receipt, CommitRefused> SqliteStore::commit(const Transaction& transaction)
{
    if (auto refused = obstacle(transaction)) return *std::move(refused);
    try {
        const auto open = journal();
        Receipt receipt = open->commit(transaction);
        recovered();
        const std::lock_guard lock(mutex_);
        growth_.note(host_.clock().steady(), open->status().bytes);
        return receipt;
    } catch (const DatabaseFault& fault) {
        if (fault.isFull()) return refuseFull(fault.what());
        return refuseFailed(fault.what());
    }
}

std::variant<std::uint64_t, CommitRefused>
SqliteStore::redate(std::string_view bootId, std::chrono::microseconds wallMinusMonotonic)
{
    const auto open = journal();
    if (!open)
        return CommitRefused{CommitRefused::Kind::Failed, "the store is not open", kFailedRetry};
    try {
        return open->redate(bootId, wallMinusMonotonic);
    } catch (const DatabaseFault& fault) {
        return refuseFailed(std::string("dating readings anew: ") + fault.what());
    }
}

std::variant<std::uint64_t, CommitRefused>
SqliteStore::reclaim(std::string_view storeId, std::uint64_t upToSeq, const PurgeLedger& ledger)
{
    const auto open = journal();
    if (!open)
        return CommitRefused{CommitRefused::Kind::Failed, "the store is not open", kFailedRetry};
    try {
        return open->reclaim(storeId, upToSeq, ledger);
    } catch (const DatabaseFault& fault) {
        if (fault.isFull()) return refuseFull(fault.what());
        return refuseFailed(fault.what());
    }
}

std::optional<CommitRefused> SqliteStore::obstacle(const Transaction& transaction)
{
    if (!lock_)
        return CommitRefused{CommitRefused::Kind::Failed, "the store is not started", kFailedRetry};
    if (!journal()) {
        const SteadyTime now = host_.clock().steady();
        if (now < nextOpening_)
            return CommitRefused{CommitRefused::Kind::Failed, whyDegraded_, kFailedRetry};
        nextOpening_ = now + kFailedRetry;
        if (const std::string why = open(); !why.empty()) {
            complain(why);
            return CommitRefused{CommitRefused::Kind::Failed, why, kFailedRetry};
        }
    }
    if (!ballast_->isInPlace()) ballast_->restore();
    if (!ballast_->isInPlace() && !transaction.readings.isEmpty() &&
        freeBytes(settings_.directory) < 2 * settings_.reserveBytes)
        return refuseDiskFull("the disk is full");
    return std::nullopt;
}

// The quota leaves the disk room to clean up; the disk's own end needs the ballast for that.
CommitRefused SqliteStore::refuseFull(const char* why)
{
    if (freeBytes(settings_.directory) < std::max(settings_.reserveBytes, kDiskRoomMin))
        return refuseDiskFull(why);
    complain(std::string("nothing can be stored: ") + why);
    return {CommitRefused::Kind::Full, whyDegraded_, kFullRetry};
}

CommitRefused SqliteStore::refuseDiskFull(const char* why)
{
    if (ballast_->isInPlace()) {
        ballast_->release();
        try {
            journal()->emptyLog();
        } catch (const DatabaseFault& fault) {
            return refuseFailed(fault.what());
        }
    }
    complain(std::string("nothing can be stored: ") + why);
    return {CommitRefused::Kind::DiskFull, whyDegraded_, kFullRetry};
}

CommitRefused SqliteStore::refuseFailed(const std::string& why)
{
    complain(why);
    // Linux may forget what a failed sync did not write and report success the next time, so the
    // log is not trusted any more: open() checks the file and moves the log into it first.
    setJournal(nullptr);
    if (const std::string again = open(); !again.empty()) complain(again);
    nextOpening_ = host_.clock().steady() + kFailedRetry;
    return {CommitRefused::Kind::Failed, why, kFailedRetry};
}

void SqliteStore::complain(const std::string& why)
{
    if (whyDegraded_ == why) return;
    whyDegraded_ = why;
    host_.log(LogLevel::Error, why);
    host_.degraded(why);
}

void SqliteStore::recovered()
{
    if (whyDegraded_.empty()) return;
    whyDegraded_.clear();
    host_.log(LogLevel::Info, "the store takes readings again");
    host_.healthy();
}

Result<std::unique_ptr<Snapshot>> SqliteStore::snapshot()
{
    const auto open = journal();
    if (!open) return Error{"the store is not open"};
    return open->snapshot();
}

Segment SqliteStore::latest()
{
    const auto open = journal();
    return open ? open->latest() : Segment{};
}

StoreStatus SqliteStore::status()
{
    const auto open = journal();
    if (!open) return {};
    StoreStatus status = open->status();
    const std::uint64_t room = quotaBytes_ > status.bytes ? quotaBytes_ - status.bytes : 0;
    {
        const std::lock_guard lock(mutex_);
        status.daysLeft = growth_.daysLeft(host_.clock().steady(), status.bytes, room);
    }
    status.quotaBytes = quotaBytes_;
    status.logBytes = logBytes(settings_.directory);
    status.bytes += status.logBytes;
    return status;
}

std::shared_ptr<Journal> SqliteStore::journal() const
{
    const std::lock_guard lock(mutex_);
    return journal_;
}

void SqliteStore::setJournal(std::shared_ptr<Journal> journal)
{
    // The old one is let go outside the lock: closing takes time.
    const std::lock_guard lock(mutex_);
    journal_.swap(journal);
}

} // namespace historian::sqlite
