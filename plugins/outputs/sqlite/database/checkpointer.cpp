#include "database/checkpointer.h"

#include "database/database_fault.h"

#include <sqlite3.h>

namespace historian::sqlite {

namespace {

constexpr std::int64_t kFrameBytes = kPageBytes + 24;
constexpr std::chrono::seconds kBlockedMax{60};

} // namespace

Checkpointer::Checkpointer(Connection& writer, Host& host, std::int64_t pages)
    : writer_(writer), host_(host), pages_(pages)
{
    sqlite3_wal_hook(writer_.handle(), &Checkpointer::onCommit, this);
}

Checkpointer::~Checkpointer()
{
    sqlite3_wal_hook(writer_.handle(), nullptr, nullptr);
}

int Checkpointer::onCommit(void* self, sqlite3*, const char*, int pages)
{
    auto& checkpointer = *static_cast<Checkpointer*>(self);
    const bool isNewLog = pages < checkpointer.logPages_;
    const std::int64_t added = isNewLog ? pages : pages - checkpointer.logPages_;
    if (isNewLog) checkpointer.movedPages_ = 0;
    checkpointer.logPages_ = pages;
    checkpointer.bytesWritten_ += static_cast<std::uint64_t>(added * kFrameBytes);
    return SQLITE_OK;
}

void Checkpointer::afterCommit()
{
    if (logPages_ < pages_) return;
    const int moved = checkpoint(SQLITE_CHECKPOINT_PASSIVE);
    watchReaders(moved);
    if (logPages_ > 2 * pages_ && moved == logPages_) {
        sqlite3_busy_timeout(writer_.handle(), 0);
        checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
        sqlite3_busy_timeout(writer_.handle(), 5000);
    }
}

int Checkpointer::checkpoint(int mode)
{
    int moved = 0;
    if (sqlite3_wal_checkpoint_v2(writer_.handle(), nullptr, mode, nullptr, &moved) != SQLITE_OK)
        return 0;
    if (moved > movedPages_)
        bytesWritten_ += static_cast<std::uint64_t>((moved - movedPages_) * kPageBytes);
    movedPages_ = moved;
    return moved;
}

void Checkpointer::watchReaders(int moved)
{
    if (moved >= logPages_) {
        blockedSince_.reset();
        isAlarmed_ = false;
        return;
    }
    const SteadyTime now = host_.clock().steady();
    if (!blockedSince_) blockedSince_ = now;
    if (isAlarmed_ || now - *blockedSince_ < kBlockedMax) return;
    isAlarmed_ = true;
    host_.log(LogLevel::Warning,
              "history.db: a reader has held back the checkpoint for 60 s; the log grows");
}

bool Checkpointer::truncate()
{
    sqlite3_busy_timeout(writer_.handle(), 0);
    const int code = sqlite3_wal_checkpoint_v2(
        writer_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(writer_.handle(), 5000);
    if (code == SQLITE_OK) return true;
    if (code == SQLITE_BUSY) return false;
    throwFault(writer_.handle(), "history.db: emptying the log");
}

} // namespace historian::sqlite
