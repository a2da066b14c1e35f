#pragma once

#include "database/connection.h"

#include <historian/host.h>

#include <cstdint>
#include <optional>

namespace historian::sqlite {

inline constexpr std::int64_t kCheckpointPages = 4000; ///< 16 MB: few checkpoints, little wear

/// Moves the log into the file: the only one who does, since SQLite before 3.51.3 can corrupt a
/// file when another connection checkpoints (WAL-reset). Instead of wal_autocheckpoint, because
/// that does not tell whether a reader was in the way. Threads: the commit thread.
class Checkpointer {
public:
    Checkpointer(Connection& writer, Host& host, std::int64_t pages);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// Checkpoints if the log has grown to its working size. A failure is the next commit's.
    void afterCommit();

    /// Moves everything and empties the log. False: a reader is in the way. Throws DatabaseFault.
    bool truncate();

    /// Bytes given to the disk so far, log and file.
    std::uint64_t bytesWritten() const { return bytesWritten_; }

private:
    static int onCommit(void* self, struct sqlite3* handle, const char* name, int pages);
    int checkpoint(int mode);
    void watchReaders(int moved);

    Connection& writer_;
    Host& host_;
    std::int64_t pages_;
    std::int64_t logPages_ = 0;
    std::int64_t movedPages_ = 0;
    std::uint64_t bytesWritten_ = 0;
    std::optional<SteadyTime> blockedSince_;
    bool isAlarmed_ = false;
};

} // namespace historian::sqlite
