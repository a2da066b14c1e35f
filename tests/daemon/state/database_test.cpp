#include "temporary_state.h"

#include <historian/error.h>

#include <Poco/Data/Session.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <stdexcept>

namespace historian::state {

using namespace Poco::Data::Keywords;

TEST(Database, IsReadableByItsOwnerOnly)
{
    const TemporaryState state;
    EXPECT_EQ(std::filesystem::status(state.file()).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(Database, HidesItsLogFromOthersToo)
{
    const mode_t before = ::umask(0);
    TemporaryState state;
    state.logbook->append("admin", "act", "", "");
    ::umask(before);
    for (const auto& file : std::filesystem::directory_iterator(state.file().parent_path()))
        EXPECT_EQ(file.status().permissions(),
                  std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
            << file.path();
}

TEST(Database, SyncsEveryCommit)
{
    TemporaryState state;
    std::string mode;
    int synchronous = 0;
    state.database->with([&](Poco::Data::Session& session) {
        session << "PRAGMA journal_mode", into(mode), now;
        session << "PRAGMA synchronous", into(synchronous), now;
    });
    EXPECT_EQ(mode, "wal");
    EXPECT_EQ(synchronous, 2);
}

TEST(Database, BringsAnEmptyFileToTheNewestFormatOnce)
{
    TemporaryState state;
    state.logbook->append("admin", "act", "", "");
    state.reopen();
    int format = 0;
    state.database->with(
        [&](Poco::Data::Session& session) { session << "PRAGMA user_version", into(format), now; });
    EXPECT_EQ(format, 1);
    EXPECT_EQ(state.logbook->list(0, 10).size(), 1U) << "a second start changes nothing";
}

TEST(Database, DoesAllOfATransactionOrNothing)
{
    TemporaryState state;
    EXPECT_THROW(state.database->atomically([&] {
        state.logbook->append("admin", "one", "", "");
        throw std::runtime_error("the rest fails");
    }),
                 std::runtime_error);
    EXPECT_TRUE(state.logbook->list(0, 10).empty());
    state.database->atomically([&] { state.logbook->append("admin", "two", "", ""); });
    EXPECT_EQ(state.logbook->list(0, 10).size(), 1U);
}

TEST(Database, SaysWhichFileCannotBeOpened)
{
    try {
        const Database database("/nonexistent/state.db");
        FAIL() << "a file without a folder was opened";
    } catch (const Unavailable& problem) {
        EXPECT_NE(std::string(problem.what()).find("/nonexistent/state.db"), std::string::npos);
    }
}

TEST(Database, RefusesAFileOfANewerFormat)
{
    TemporaryState state;
    state.database->with(
        [](Poco::Data::Session& session) { session << "PRAGMA user_version = 99", now; });
    try {
        state.reopen();
        FAIL() << "a newer file was opened";
    } catch (const Unavailable& problem) {
        EXPECT_NE(std::string(problem.what()).find("format 99"), std::string::npos);
    }
}

TEST(Database, RefusesAFileThatIsNoDatabase)
{
    const TemporaryState state;
    const auto other = state.file().parent_path() / "other.db";
    std::ofstream(other) << std::string(5000, 'x');
    EXPECT_THROW(Database{other}, Unavailable);
}

TEST(Logbook, ListsTheNewestFirstAndInPages)
{
    TemporaryState state;
    for (int i = 1; i <= 5; ++i)
        state.logbook->append("admin", "act", std::to_string(i), "it's \"quoted\"");
    state.reopen();
    const auto page = state.logbook->list(0, 2);
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].subject, "5");
    EXPECT_EQ(page[0].detail, "it's \"quoted\"");
    const auto next = state.logbook->list(page[1].number, 10);
    ASSERT_EQ(next.size(), 3U);
    EXPECT_EQ(next[0].subject, "3");
    EXPECT_EQ(next[0].at, state.clock.now());
}

} // namespace historian::state
