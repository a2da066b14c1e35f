#include "database/database_fault.h"
#include "database/identity.h"
#include "database/opening.h"
#include "database/schema.h"
#include "sqlite_store.h"
#include "test_readings.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

namespace historian::sqlite {

namespace {

namespace fs = std::filesystem;

class OpeningTest : public ::testing::Test {
protected:
    /// Leaves a store with some readings, stopped cleanly.
    void makeStore()
    {
        testing::FakeHost own;
        SqliteStore store(own, {directory.path(), 64 << 20, 0});
        store.start();
        storeId = store.status().storeId;
        Readings readings(own);
        for (int index = 0; index < 1000; ++index) readings.add("a", at(index), index);
        for (int commit = 0; commit < 5; ++commit) store.commit({readings.batch, {}, "boot", {}});
    }

    /// Whether a store opens, takes a reading, and kept the damaged file.
    bool startsAnew()
    {
        SqliteStore store(host, {directory.path(), 64 << 20, 0});
        store.start();
        const auto answer = store.commit({Readings(host).add("a", at(0), 1).batch, {}, "boot", {}});
        return std::holds_alternative<Receipt>(answer) && store.status().storeId != storeId &&
               fs::exists(directory.path() / "quarantine");
    }

    void overwrite(std::uintmax_t offset, const std::string& bytes)
    {
        std::fstream file(directory.path() / "history.db",
                          std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(offset));
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    testing::FakeHost host;
    TempDirectory directory;
    std::string storeId;
};

TEST_F(OpeningTest, SetsADamagedFileAsideWithItsLogAndGoesOn)
{
    makeStore();
    overwrite(0, std::string(100, 'x'));
    std::ofstream(directory.path() / "history.db-wal") << "what was in the log";
    EXPECT_TRUE(startsAnew());
    int parts = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory.path() / "quarantine"))
        parts += entry.is_regular_file() ? 1 : 0;
    EXPECT_GE(parts, 2);
    EXPECT_EQ(host.counted("stores_quarantined"), 1U);
    EXPECT_FALSE(host.logLines().empty());
}

TEST_F(OpeningTest, SetsAFileWithDestroyedPagesAside)
{
    makeStore();
    overwrite(kPageBytes, std::string(20 * kPageBytes, '\xff'));
    EXPECT_TRUE(startsAnew());
}

TEST_F(OpeningTest, SetsATruncatedFileAside)
{
    makeStore();
    fs::resize_file(directory.path() / "history.db", 3 * kPageBytes);
    EXPECT_TRUE(startsAnew());
}

TEST_F(OpeningTest, NamesTheQuarantineByTimeAndStoreId)
{
    makeStore();
    const fs::path first = quarantine(directory.path(), at(0));
    EXPECT_EQ(first.filename().string(), "20250120T103000000Z-" + storeId);
    EXPECT_TRUE(fs::exists(first / "history.db"));
    EXPECT_FALSE(fs::exists(directory.path() / "history.db"));
}

TEST_F(OpeningTest, StartsWhateverBytesTheFileHolds)
{
    std::mt19937_64 random(3);
    for (int round = 0; round < 10; ++round) {
        makeStore();
        for (int change = 0; change < 20; ++change)
            overwrite(random() % fs::file_size(directory.path() / "history.db"),
                      std::string(1, static_cast<char>(random())));
        testing::FakeHost own;
        SqliteStore store(own, {directory.path(), 64 << 20, 0});
        try {
            store.start();
        } catch (const Unavailable&) {
            // A changed format number or application id: refused, and left alone.
        }
        store.stop();
        fs::remove(directory.path() / "history.db");
    }
}

TEST_F(OpeningTest, MintsAStoreIdForACopyAndKeepsTheOldOnesReadings)
{
    makeStore();
    TempDirectory elsewhere;
    fs::copy_file(directory.path() / "history.db", elsewhere.path() / "history.db");
    SqliteStore copy(host, {elsewhere.path(), 64 << 20, 0});
    copy.start();
    EXPECT_NE(copy.status().storeId, storeId);
    EXPECT_EQ(copy.status().readings, 5000U);
    const auto answer = copy.commit({Readings(host).add("a", at(1000), 1).batch, {}, "boot", {}});
    EXPECT_EQ(std::get<Receipt>(answer).firstSeq, 1U);

    std::vector<std::string> ids;
    const auto note = [&](const Segment& piece) {
        if (ids.empty() || ids.back() != piece.storeId) ids.push_back(piece.storeId);
        return true;
    };
    const auto snapshot = copy.snapshot();
    EXPECT_EQ((*snapshot)->readAfter(0, 1000)->readings.size(), 1U);
    (*snapshot)->scan(*host.symbol(NameKind::Device, "a"), {}, Time::min(), Time::max(), note);
    EXPECT_EQ(ids, (std::vector<std::string>{storeId, copy.status().storeId}));
}

TEST_F(OpeningTest, KeepsTheStoreIdOverRestarts)
{
    makeStore();
    SqliteStore store(host, {directory.path(), 64 << 20, 0});
    store.start();
    EXPECT_EQ(store.status().storeId, storeId);
}

TEST_F(OpeningTest, MintsAStoreIdOnAnotherMachine)
{
    Connection writer(directory.path() / "history.db", Role::Writer);
    migrate(writer);
    const Identity first = identify(writer, {"one", "file"}, at(0));
    EXPECT_TRUE(first.isNew);
    EXPECT_FALSE(identify(writer, {"one", "file"}, at(1)).isNew);
    const Identity second = identify(writer, {"two", "file"}, at(2));
    EXPECT_TRUE(second.isNew);
    EXPECT_EQ(second.store, first.store + 1);
    EXPECT_EQ(second.storeIds[1], first.storeIds[1]);
}

TEST_F(OpeningTest, SaysWhenTheDirectoryCannotBeMade)
{
    std::ofstream(directory.path() / "file") << "in the way";
    SqliteStore store(host, {directory.path() / "file", 64 << 20, 0});
    EXPECT_THROW(store.start(), Unavailable);
}

} // namespace

} // namespace historian::sqlite
