#include "state/database.h"

#include <historian/error.h>

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Session.h>
#include <Poco/Exception.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
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
        session << "BEGIN IMMEDIATE", now;
        for (const char* step : kMigrations[i]) session << step, now;
        session << "PRAGMA user_version = " + std::to_string(i + 1), now;
        session << "COMMIT", now;
    }
}

// SQLite gives its -wal and -shm files the mode of the database at the time they are made, so
// the mode is right before SQLite sees the file.
void makePrivate(const std::filesystem::path& file)
{
    constexpr mode_t kOwnerOnly = 0600;
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
    if (descriptor < 0)
        throw Unavailable(file.string() +
                          " cannot be opened: " + std::generic_category().message(errno));
    const bool isPrivate = ::fchmod(descriptor, kOwnerOnly) == 0;
    ::close(descriptor);
    if (!isPrivate) throw Unavailable(file.string() + " cannot be made private");
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
    makePrivate(file);
    try {
        session_ = std::make_unique<Poco::Data::Session>(Poco::Data::SQLite::Connector::KEY,
                                                         file.string());
        configure(*session_);
        migrate(*session_);
    } catch (const Poco::Exception& fault) {
        throw Unavailable(file.string() + ": " + fault.displayText());
    }
}

Database::~Database() = default;

Database::Transaction::Transaction(Poco::Data::Session& session) : session_(session)
{
    session_ << "BEGIN IMMEDIATE", now;
}

Database::Transaction::~Transaction()
{
    if (!isOpen_) return;
    try {
        session_ << "ROLLBACK", now;
    } catch (const Poco::Exception&) {
        return; // SQLite has rolled back by itself
    }
}

void Database::Transaction::commit()
{
    session_ << "COMMIT", now;
    isOpen_ = false;
}

} // namespace historian::state
