#include "sqlite_store.h"
#include "test_readings.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <memory>

namespace historian::sqlite {

namespace {

class SqliteStoreTest : public ::testing::Test {
protected:
    std::unique_ptr<SqliteStore> open(std::uint64_t quotaBytes = 64 << 20)
    {
        auto store = std::make_unique<SqliteStore>(host, Settings{directory.path(), quotaBytes, 0});
        store->start();
        return store;
    }

    static std::variant<Receipt, CommitRefused>
    commit(Store& store, const Batch& batch, std::span<const RecordChange> records = {})
    {
        return store.commit({batch, records, "boot-1", std::chrono::seconds(5)});
    }

    static Receipt
    commitOk(Store& store, const Batch& batch, std::span<const RecordChange> records = {})
    {
        auto answer = commit(store, batch, records);
        EXPECT_TRUE(std::holds_alternative<Receipt>(answer)) << std::get<CommitRefused>(answer).why;
        return std::get<Receipt>(answer);
    }

    Receipt commitOne(Store& store, std::string_view device, Time time, double power)
    {
        return commitOk(store, Readings(host).add(device, time, power).batch);
    }

    std::vector<double> scan(Store& store,
                             std::string_view device,
                             Time from = Time::min(),
                             Time to = Time::max(),
                             std::vector<Symbol> metrics = {})
    {
        std::vector<double> found;
        const auto snapshot = store.snapshot();
        EXPECT_TRUE(snapshot);
        const auto error = (*snapshot)->scan(
            *host.symbol(NameKind::Device, device), metrics, from, to, [&](const Segment& piece) {
                for (const Reading& reading : piece.readings.readings())
                    found.push_back(piece.readings.values(reading)[0].asDouble());
                return true;
            });
        EXPECT_FALSE(error) << error->message;
        return found;
    }

    std::filesystem::path file() const { return directory.path() / "history.db"; }

    testing::FakeHost host;
    TempDirectory directory;
};

using Doubles = std::vector<double>;

TEST_F(SqliteStoreTest, NumbersReadingsFromOneWithoutGaps)
{
    const auto store = open();
    const Receipt first =
        commitOk(*store, Readings(host).add("a", at(0), 1).add("b", at(0), 2).batch);
    const Receipt second = commitOne(*store, "a", at(1), 3);
    EXPECT_EQ(first.firstSeq, 1U);
    EXPECT_EQ(first.lastSeq, 2U);
    EXPECT_EQ(second.firstSeq, 3U);
    EXPECT_EQ(second.storeId, first.storeId);
    EXPECT_EQ(first.storeId.size(), 36U);
}

TEST_F(SqliteStoreTest, ScanAnswersOneDeviceInTheWindowByTime)
{
    const auto store = open();
    commitOne(*store, "a", at(10), 10);
    commitOk(*store,
             Readings(host).add("b", at(1), 91).add("a", at(5), 5).add("a", at(3), 3).batch);
    commitOne(*store, "b", at(4), 94);
    commitOne(*store, "a", at(4), 4);
    EXPECT_EQ(scan(*store, "a"), (Doubles{3, 4, 5, 10}));
    EXPECT_EQ(scan(*store, "a", at(4), at(10)), (Doubles{4, 5}));
    EXPECT_EQ(scan(*store, "c"), Doubles{});
}

} // namespace

} // namespace historian::sqlite
