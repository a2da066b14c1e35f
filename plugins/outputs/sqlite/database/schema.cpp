#include "database/schema.h"

#include "database/database_fault.h"

#include <historian/error.h>

#include <Poco/Exception.h>

#include <string>

namespace historian::sqlite {

namespace {

constexpr const char* kFormat1[] = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE store (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE,"
    " minted_at INTEGER NOT NULL, machine TEXT NOT NULL, file TEXT NOT NULL,"
    " why TEXT NOT NULL) STRICT",
    "CREATE TABLE boot (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE name (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, text TEXT NOT NULL,"
    " UNIQUE (kind, text)) STRICT",
    "CREATE TABLE journal (place INTEGER PRIMARY KEY, count INTEGER NOT NULL,"
    " min_time INTEGER NOT NULL, max_time INTEGER NOT NULL, spread INTEGER NOT NULL,"
    " device INTEGER NOT NULL, boot INTEGER NOT NULL, wall_minus_monotonic INTEGER NOT NULL,"
    " body BLOB NOT NULL) STRICT",
    "CREATE INDEX journal_by_time ON journal (device, spread, min_time, max_time)",
    "CREATE TABLE record (kind TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL,"
    " PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID",
    "CREATE TABLE newest (device INTEGER PRIMARY KEY, place INTEGER NOT NULL,"
    " body BLOB NOT NULL) STRICT",
    "PRAGMA application_id = 1212765012",
    "PRAGMA user_version = 1",
};

} // namespace

void migrate(Connection& writer)
{
    const std::int64_t application = writer.number("PRAGMA application_id");
    const std::int64_t format = writer.number("PRAGMA user_version");
    const bool isEmpty = writer.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (application != kApplicationId && !isEmpty)
        throw Unavailable("history.db: the file belongs to another program; it was not touched");
    if (format > kFormat)
        throw Unavailable("history.db: the file has format " + std::to_string(format) +
                          ", this version knows formats up to " + std::to_string(kFormat) +
                          "; install the newer version again, the file was not touched");
    if (format == kFormat) return;
    writer.execute("BEGIN IMMEDIATE");
    for (const char* step : kFormat1) writer.execute(step);
    writer.execute("COMMIT");
}

} // namespace historian::sqlite
