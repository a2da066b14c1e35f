#include "state/database.h"

#include <historian/error.h>

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Session.h>
#include <Poco/Exception.h>

#include <array>
#include <span>
#include <string>
#include <system_error>

namespace historian::state {

namespace {

using namespace Poco::Data::Keywords;

constexpr std::array kFormat1 = {
    "CREATE TABLE device (id TEXT PRIMARY KEY, standing INTEGER NOT NULL, label TEXT NOT NULL,"
    " profile TEXT NOT NULL, address TEXT NOT NULL, first_seen INTEGER NOT NULL) STRICT",
    "CREATE TABLE logbook (number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL,"
    " who TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL) STRICT",
    "CREATE TABLE secret (name TEXT PRIMARY KEY, body TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
    "CREATE TABLE token (name TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL,"
    " created INTEGER NOT NULL) STRICT",
};

// Migration i brings a file from format i to format i + 1.
constexpr std::array<std::span<const char* const>, 1> kMigrations = {kFormat1};

std::string textOf(Poco::Data::Session& session, const std::string& sql)
{
    std::string answer;
    session << sql, into(answer), now;
    return answer;
}

void migrate(Poco::Data::Session& session)
{
    const auto format =
        static_cast<std::size_t>(std::stoul(textOf(session, "PRAGMA user_version")));
    if (format > kMigrations.size())
        throw Unavailable("state.db has format " + std::to_string(format) +
                          ", this version knows " + std::to_string(kMigrations.size()) +
                          "; install the newer version again, the file was not touched");
    for (std::size_t i = format; i < kMigrations.size(); ++i) {
        session.begin();
        for (const char* step : kMigrations[i]) session << step, now;
        session << "PRAGMA user_version = " + std::to_string(i + 1), now;
        session.commit();
    }
}

void configure(Poco::Data::Session& session)
{
    const std::string mode = textOf(session, "PRAGMA journal_mode = WAL");
    for (const char* pragma : {"PRAGMA synchronous = FULL",
                               "PRAGMA trusted_schema = OFF",
                               "PRAGMA mmap_size = 0",
                               "PRAGMA temp_store = MEMORY"})
        session << pragma, now;
    if (mode != "wal" || textOf(session, "PRAGMA synchronous") != "2")
        throw Unavailable("state.db: the file system does not allow WAL with full sync");
}

} // namespace

Database::Database(const std::filesystem::path& file)
{
    Poco::Data::SQLite::Connector::registerConnector();
    try {
        session_ = std::make_unique<Poco::Data::Session>(Poco::Data::SQLite::Connector::KEY,
                                                         file.string());
        configure(*session_);
        migrate(*session_);
        std::filesystem::permissions(
            file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    } catch (const Poco::Exception& fault) {
        throw Unavailable(file.string() + ": " + fault.displayText());
    } catch (const std::system_error& fault) {
        throw Unavailable(file.string() + ": " + fault.what());
    }
}

Database::~Database() = default;

} // namespace historian::state
