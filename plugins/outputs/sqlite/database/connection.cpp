#include "database/connection.h"

#include "database/database_fault.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Exception.h>
#include <sqlite3.h>

namespace historian::sqlite {

namespace {

Poco::Data::Session openSession(const std::filesystem::path& file)
{
    Poco::Data::SQLite::Connector::registerConnector();
    try {
        return {Poco::Data::SQLite::Connector::KEY, file.string()};
    } catch (const Poco::Exception& fault) {
        throw DatabaseFault(SQLITE_CANTOPEN, file.string() + ": " + fault.displayText());
    }
}

} // namespace

Connection::Connection(const std::filesystem::path& file, Role role, Sync sync)
    : session_(openSession(file)), handle_(Poco::Data::SQLite::Utility::dbHandle(session_))
{
    sqlite3_extended_result_codes(handle_, 1);
    configure(role, sync);
}

void Connection::configure(Role role, Sync sync)
{
    sqlite3_busy_timeout(handle_, 5000);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // Closing never checkpoints: a reader may not, and the writer's log must outlive a file that is
    // found damaged. A clean stop checkpoints by itself.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    for (const char* pragma : {"PRAGMA trusted_schema = OFF",
                               "PRAGMA cell_size_check = ON",
                               "PRAGMA foreign_keys = ON",
                               "PRAGMA mmap_size = 0",
                               "PRAGMA temp_store = MEMORY",
                               "PRAGMA cache_size = -2000",
                               "PRAGMA secure_delete = OFF"})
        execute(pragma);
    if (role == Role::Reader) {
        sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, 0);
        execute("PRAGMA wal_autocheckpoint = 0");
        execute("PRAGMA query_only = ON");
        return;
    }
    execute("PRAGMA page_size = " + std::to_string(kPageBytes));
    execute("PRAGMA journal_mode = WAL");
    execute(sync == Sync::Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    execute("PRAGMA journal_size_limit = 16777216");
    expect("journal_mode", "wal");
    expect("synchronous", sync == Sync::Full ? "2" : "1");
}

void Connection::expect(const std::string& pragma, const std::string& value)
{
    const std::string found = text("PRAGMA " + pragma);
    if (found != value)
        throw DatabaseFault(SQLITE_MISUSE,
                            "history.db: setting " + pragma + " to " + value + ": it stays " +
                                found);
}

void Connection::execute(const std::string& sql)
{
    try {
        session_ << sql, Poco::Data::Keywords::now;
    } catch (const Poco::Exception&) {
        throwFault(handle_, "history.db: " + sql.substr(0, 60));
    }
}

std::int64_t Connection::number(const std::string& sql)
{
    Poco::Int64 answer = 0;
    try {
        session_ << sql, Poco::Data::Keywords::into(answer), Poco::Data::Keywords::now;
    } catch (const Poco::Exception&) {
        throwFault(handle_, "history.db: " + sql.substr(0, 60));
    }
    return answer;
}

std::string Connection::text(const std::string& sql)
{
    std::string answer;
    try {
        session_ << sql, Poco::Data::Keywords::into(answer), Poco::Data::Keywords::now;
    } catch (const Poco::Exception&) {
        throwFault(handle_, "history.db: " + sql.substr(0, 60));
    }
    return answer;
}

} // namespace historian::sqlite
