#pragma once

#include "database/connection.h"

#include <historian/host.h>

#include <filesystem>
#include <memory>

namespace historian::sqlite {

/// Opens `history.db` in a directory for writing, at the current format and checked: `quick_check`
/// with a time limit (longer after a stop that was not clean). A damaged file is moved with its log
/// into `quarantine/<utc>-<store_id>/`, which is logged, and a new one is made. Throws Unavailable
/// when there can be no store now, DatabaseFault when the disk fails.
std::unique_ptr<Connection>
openForWriting(const std::filesystem::path& directory, Sync sync, Host& host);

/// Moves db, -wal and -shm together; answers where to. Never deletes.
std::filesystem::path quarantine(const std::filesystem::path& directory, Time now);

} // namespace historian::sqlite
