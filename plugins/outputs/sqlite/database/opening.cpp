#include "database/opening.h"

#include "database/database_fault.h"
#include "database/schema.h"

#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>
#include <sqlite3.h>

#include <chrono>

namespace historian::sqlite {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kCleanCheckMax{1};
constexpr std::chrono::seconds kUncleanCheckMax{5}; ///< and one more per 100 MB
constexpr std::uintmax_t kCheckedBytesPerSecond = 100'000'000;

struct CheckLimit {
    const Clock& clock;
    SteadyTime end;
};

int isPastLimit(void* limit)
{
    const auto& check = *static_cast<const CheckLimit*>(limit);
    return check.clock.steady() > check.end ? 1 : 0;
}

/// Throws DatabaseFault (damage) if quick_check finds something before its time is up.
void check(Connection& connection, CheckLimit limit)
{
    sqlite3_progress_handler(connection.handle(), 100'000, &isPastLimit, &limit);
    std::string answer = "ok";
    try {
        answer = connection.text("PRAGMA quick_check(1)");
    } catch (const DatabaseFault& fault) {
        sqlite3_progress_handler(connection.handle(), 0, nullptr, nullptr);
        if (limit.clock.steady() <= limit.end || fault.isDamage()) throw;
    }
    sqlite3_progress_handler(connection.handle(), 0, nullptr, nullptr);
    if (answer != "ok") throw DatabaseFault(SQLITE_CORRUPT, "history.db: quick_check: " + answer);
}

std::unique_ptr<Connection> openChecked(const fs::path& directory, Sync sync, Host& host)
{
    const fs::path file = directory / "history.db";
    std::error_code none;
    const std::uintmax_t logBytes = fs::file_size(directory / "history.db-wal", none);
    const bool isClean = none || logBytes == 0;
    const std::uintmax_t bytes = fs::file_size(file, none);
    auto limit = isClean ? kCleanCheckMax : kUncleanCheckMax;
    if (!none && !isClean)
        limit += std::chrono::seconds(static_cast<std::int64_t>(bytes / kCheckedBytesPerSecond));

    auto connection = std::make_unique<Connection>(file, Role::Writer, sync);
    // The format first: a newer file may hold what this version would take for damage.
    migrate(*connection);
    check(*connection, {host.clock(), host.clock().steady() + limit});
    return connection;
}

/// The store_id in a file that may be damaged, or "unknown".
std::string storeIdIn(const fs::path& file)
{
    try {
        Connection connection(file, Role::Reader);
        std::string id = connection.text("SELECT uuid FROM store ORDER BY id DESC LIMIT 1");
        if (!id.empty()) return id;
    } catch (const DatabaseFault&) {
        return "unknown";
    }
    return "unknown";
}

} // namespace

fs::path quarantine(const fs::path& directory, Time now)
{
    const Poco::Timestamp stamp(now.time_since_epoch().count());
    const std::string name = Poco::DateTimeFormatter::format(stamp, "%Y%m%dT%H%M%S%iZ") + '-' +
                             storeIdIn(directory / "history.db");
    fs::path target = directory / "quarantine" / name;
    for (int copy = 2; fs::exists(target); ++copy)
        target = directory / "quarantine" / (name + '-' + std::to_string(copy));
    fs::create_directories(target);
    for (const char* part : {"history.db", "history.db-wal", "history.db-shm"})
        if (fs::exists(directory / part)) fs::rename(directory / part, target / part);
    return target;
}

std::unique_ptr<Connection> openForWriting(const fs::path& directory, Sync sync, Host& host)
{
    try {
        return openChecked(directory, sync, host);
    } catch (const DatabaseFault& fault) {
        if (!fault.isDamage()) throw;
        const fs::path target = quarantine(directory, host.clock().now());
        host.log(LogLevel::Error,
                 std::string(fault.what()) + "; the damaged store was moved to " + target.string() +
                     " and a new one begins; `sqlite3 history.db .recover` may get readings back");
        host.counter("stores_quarantined", "damaged store files that were moved aside").add(1);
    }
    return openChecked(directory, sync, host);
}

} // namespace historian::sqlite
