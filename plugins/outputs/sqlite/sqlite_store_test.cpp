#include "database/database_fault.h"
#include "database/schema.h"
#include "sqlite_store.h"
#include "test_readings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <thread>

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

TEST_F(SqliteStoreTest, ScanOrdersEqualTimesByCommitAndOverlappingRowsByTime)
{
    const auto store = open();
    Readings wide(host);
    for (int index = 0; index < 50; ++index) wide.add("a", at(100 * index), 100 * index);
    commitOk(*store, wide.batch);
    for (int index = 0; index < 50; ++index)
        commitOne(*store, "a", at(100 * index + 50), 100 * index + 50);
    commitOne(*store, "a", at(0), -1);
    const Doubles found = scan(*store, "a");
    ASSERT_EQ(found.size(), 101U);
    EXPECT_EQ(found[0], 0);
    EXPECT_EQ(found[1], -1);
    EXPECT_TRUE(std::is_sorted(found.begin() + 2, found.end()));
}

TEST_F(SqliteStoreTest, ScanComesInBoundedPiecesAndStopsWhenTold)
{
    const auto store = open();
    Readings many(host);
    for (int index = 0; index < 10'000; ++index) many.add("a", at(index), index);
    commitOk(*store, many.batch);
    EXPECT_EQ(store->status().journalRows, 3U);
    std::vector<std::size_t> pieces;
    const auto snapshot = store->snapshot();
    const auto visitAll = [&](const Segment& piece) {
        pieces.push_back(piece.readings.size());
        return true;
    };
    EXPECT_FALSE((*snapshot)->scan(
        *host.symbol(NameKind::Device, "a"), {}, Time::min(), Time::max(), visitAll));
    EXPECT_EQ(pieces, (std::vector<std::size_t>{4096, 4096, 1808}));
    int calls = 0;
    const auto visitOne = [&](const Segment&) { return ++calls > 1; };
    EXPECT_FALSE((*snapshot)->scan(
        *host.symbol(NameKind::Device, "a"), {}, Time::min(), Time::max(), visitOne));
    EXPECT_EQ(calls, 1);
}

TEST_F(SqliteStoreTest, ScanHoldsOnlyTheMetricsAskedFor)
{
    const auto store = open();
    commitOk(*store, Readings(host).add("a", at(1), 1).add("a", at(2), 230, "voltage").batch);
    EXPECT_EQ(
        scan(*store, "a", Time::min(), Time::max(), {*host.symbol(NameKind::Metric, "voltage")}),
        Doubles{230});
}

TEST_F(SqliteStoreTest, ReadAfterGoesOnWithinARow)
{
    const auto store = open();
    Readings many(host);
    for (int index = 1; index <= 5000; ++index)
        many.add(index % 2 == 0 ? "a" : "b", at(index), index);
    commitOk(*store, many.batch);
    commitOne(*store, "a", at(6000), 5001);
    const auto snapshot = store->snapshot();
    std::uint64_t seq = 0;
    while (true) {
        const auto segment = (*snapshot)->readAfter(seq, 700);
        ASSERT_TRUE(segment);
        ASSERT_LE(segment->readings.size(), 700U);
        if (segment->readings.isEmpty()) break;
        for (const Reading& reading : segment->readings.readings()) {
            ASSERT_EQ(reading.seq, ++seq);
            ASSERT_EQ(segment->readings.values(reading)[0].asDouble(), static_cast<double>(seq));
        }
    }
    EXPECT_EQ(seq, 5001U);
}

TEST_F(SqliteStoreTest, ASnapshotStaysAtItsMoment)
{
    const auto store = open();
    commitOne(*store, "a", at(1), 1);
    const auto snapshot = store->snapshot();
    commitOne(*store, "new", at(2), 2);
    EXPECT_EQ((*snapshot)->readAfter(0, 10)->readings.size(), 1U);
    EXPECT_EQ((*store->snapshot())->readAfter(0, 10)->readings.size(), 2U);
}

TEST_F(SqliteStoreTest, RefusesMoreReadersThanItsLimitAndTakesThemAgain)
{
    const auto store = open();
    std::vector<std::unique_ptr<Snapshot>> held;
    for (std::size_t reader = 0; reader < kReadersMax; ++reader) held.push_back(*store->snapshot());
    EXPECT_FALSE(store->snapshot());
    held.pop_back();
    EXPECT_TRUE(store->snapshot());
}

TEST_F(SqliteStoreTest, ChangesRecordsInTheTransactionOfTheReadings)
{
    const auto store = open();
    const std::vector<RecordChange> put{
        {"position", "b", "2"}, {"position", "a", std::string("\0x", 2)}, {"other", "a", ""}};
    commitOk(*store, Readings(host).add("a", at(1), 1).batch, put);
    const std::vector<RecordChange> change{{"position", "b", "3"}, {"position", "a", std::nullopt}};
    const Receipt receipt = commitOk(*store, Batch(), change);
    EXPECT_EQ(receipt.lastSeq + 1, receipt.firstSeq);
    const auto records = (*store->snapshot())->records("position");
    ASSERT_TRUE(records);
    ASSERT_EQ(records->size(), 1U);
    EXPECT_EQ(records->front().key, "b");
    EXPECT_EQ(records->front().body, "3");
    EXPECT_EQ((*store->snapshot())->records("other")->front().body, "");
    EXPECT_TRUE((*store->snapshot())->records("none")->empty());
}

TEST_F(SqliteStoreTest, LatestIsTheNewestByTimeThenByCommit)
{
    const auto store = open();
    commitOk(*store, Readings(host).add("a", at(5), 5).add("a", at(9), 9).add("b", at(1), 1).batch);
    commitOk(*store, Readings(host).add("a", at(7), 7).add("b", at(1), 2).batch);
    std::map<std::string, std::pair<double, std::uint64_t>> found;
    const Segment latest = store->latest();
    for (const Reading& reading : latest.readings.readings())
        found[std::string(host.name(reading.device))] = {
            latest.readings.values(reading)[0].asDouble(), reading.seq};
    EXPECT_EQ(found.size(), 2U);
    EXPECT_EQ(found["a"], std::pair(9.0, std::uint64_t{2}));
    EXPECT_EQ(found["b"], std::pair(2.0, std::uint64_t{5}));
}

TEST_F(SqliteStoreTest, GoesOnAfterARestart)
{
    const Receipt before = commitOne(*open(), "a", at(1), 1);
    const auto store = open();
    EXPECT_EQ(store->status().readings, 1U);
    EXPECT_EQ(store->latest().readings.size(), 1U);
    const Receipt after = commitOne(*store, "a", at(2), 2);
    EXPECT_EQ(after.storeId, before.storeId);
    EXPECT_EQ(after.firstSeq, 2U);
    EXPECT_EQ(scan(*store, "a"), (Doubles{1, 2}));
    EXPECT_EQ(store->status().oldest, at(1));
    EXPECT_EQ(store->status().newest, at(2));
}

TEST_F(SqliteStoreTest, CountsExactlyAcrossManyRowsAndARestart)
{
    {
        const auto store = open();
        Readings many(host);
        for (int index = 0; index < 100'000; ++index) many.add("a", at(index), index);
        commitOk(*store, many.batch);
        commitOne(*store, "a", at(100'000), 1);
        EXPECT_EQ(store->status().readings, 100'001U);
    }
    const auto store = open();
    EXPECT_EQ(store->status().readings, 100'001U);
    EXPECT_EQ(store->status().journalRows, 26U);
    EXPECT_EQ(store->latest().readings[0].seq, 100'001U);
}

TEST_F(SqliteStoreTest, UsesTheSettingsItPromises)
{
    const auto store = open();
    Connection writer(directory.path() / "other.db", Role::Writer);
    EXPECT_EQ(writer.text("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(writer.number("PRAGMA synchronous"), 2);
    EXPECT_EQ(writer.number("PRAGMA secure_delete"), 0);
    EXPECT_EQ(writer.number("PRAGMA trusted_schema"), 0);
    EXPECT_EQ(writer.number("PRAGMA cell_size_check"), 1);
    EXPECT_EQ(writer.number("PRAGMA temp_store"), 2);
    EXPECT_EQ(writer.number("PRAGMA journal_size_limit"), 16'777'216);
    Connection reader(file(), Role::Reader);
    EXPECT_EQ(reader.number("PRAGMA query_only"), 1);
    EXPECT_EQ(reader.number("PRAGMA application_id"), kApplicationId);
    EXPECT_EQ(reader.number("PRAGMA user_version"), kFormat);
    EXPECT_THROW(reader.execute("DELETE FROM journal"), DatabaseFault);
}

TEST_F(SqliteStoreTest, RefusesASecondWriter)
{
    const auto store = open();
    EXPECT_THROW(open(), Unavailable);
    EXPECT_TRUE(std::holds_alternative<Receipt>(commit(*store, Batch())));
}

TEST_F(SqliteStoreTest, RefusesANewerFormatAndAnotherProgramsFile)
{
    open().reset();
    Connection(file(), Role::Writer).execute("PRAGMA user_version = 99");
    EXPECT_THROW(open(), Unavailable);
    Connection(file(), Role::Writer).execute("PRAGMA application_id = 7");
    EXPECT_THROW(open(), Unavailable);
    EXPECT_FALSE(std::filesystem::exists(directory.path() / "quarantine"));
}

TEST_F(SqliteStoreTest, LetsGoOfTheOldestRowsTogetherWithTheLedger)
{
    auto store = open();
    const Receipt receipt = commitOne(*store, "a", at(0), 0);
    for (int index = 1; index < 10; ++index) commitOne(*store, "a", at(index), index);
    const auto ledger = [](std::uint64_t lastSeq) {
        return std::vector<RecordChange>{{"ledger", "1", std::to_string(lastSeq)}};
    };
    EXPECT_EQ(std::get<std::uint64_t>(store->reclaim(receipt.storeId, 4, ledger)), 4U);
    for (const bool isReopened : {false, true}) {
        if (isReopened) store = nullptr, store = open();
        const auto snapshot = store->snapshot();
        const auto spans = (*snapshot)->spans();
        ASSERT_EQ(spans->size(), 1U);
        EXPECT_EQ(spans->front().firstSeq, 5U);
        EXPECT_EQ(spans->front().lastSeq, 10U);
        EXPECT_EQ((*snapshot)->records("ledger")->front().body, "4");
        EXPECT_EQ(store->status().readings, 6U);
        EXPECT_EQ(store->status().oldest, at(4));
        EXPECT_EQ(scan(*store, "a"), (Doubles{4, 5, 6, 7, 8, 9}));
    }
}

TEST_F(SqliteStoreTest, KeepsTheLastRowSoThatNoSeqIsGivenTwice)
{
    auto store = open();
    const Receipt receipt = commitOne(*store, "a", at(0), 0);
    const auto ledger = [](std::uint64_t) { return std::vector<RecordChange>{}; };
    EXPECT_EQ(std::get<std::uint64_t>(store->reclaim(receipt.storeId, 100, ledger)), 0U);
    commitOne(*store, "a", at(1), 1);
    EXPECT_EQ(std::get<std::uint64_t>(store->reclaim(receipt.storeId, 100, ledger)), 1U);
    store = nullptr;
    EXPECT_EQ(commitOne(*open(), "a", at(2), 2).firstSeq, 3U);
}

TEST_F(SqliteStoreTest, GoesOnAtItsQuotaWhereTheOldestMayGo)
{
    const auto store = open(1 << 20);
    const auto ledger = [](std::uint64_t) { return std::vector<RecordChange>{}; };
    std::uint64_t last = 0;
    std::string storeId;
    for (int index = 0; index < 400; ++index) {
        Readings many(host);
        for (int one = 0; one < 200; ++one) many.add("a", at(index * 200 + one), one);
        if (store->status().bytes > store->status().quotaBytes / 2)
            store->reclaim(storeId, last / 2, ledger);
        const Receipt receipt = commitOk(*store, many.batch);
        last = receipt.lastSeq;
        storeId = receipt.storeId;
    }
    EXPECT_EQ(last, 80'000U);
}

TEST_F(SqliteStoreTest, ReadsWhatAnEarlierStoreIdHolds)
{
    std::string earlier;
    {
        SqliteStore store(
            host, {directory.path(), 64 << 20, 0}, {Sync::Full, 1000, Surroundings{"m1", "f1"}});
        store.start();
        earlier = commitOne(store, "a", at(0), 1).storeId;
    }
    SqliteStore store(
        host, {directory.path(), 64 << 20, 0}, {Sync::Full, 1000, Surroundings{"m2", "f2"}});
    store.start();
    const std::string current = commitOne(store, "a", at(1), 2).storeId;
    const auto snapshot = store.snapshot();
    const auto spans = (*snapshot)->spans();
    ASSERT_EQ(spans->size(), 2U);
    EXPECT_EQ(spans->front().storeId, earlier);
    EXPECT_EQ(spans->back().storeId, current);
    EXPECT_EQ((*snapshot)->readAfter(earlier, 0, 10)->readings.size(), 1U);
    EXPECT_FALSE((*snapshot)->readAfter("nonsense", 0, 10));
}

TEST_F(SqliteStoreTest, SaysThatItIsFullAndKeepsWhatItHas)
{
    const auto store = open(1 << 20);
    Readings big(host);
    for (int index = 0; index < 1000; ++index) big.add("a", at(index), index);
    std::uint64_t acked = 0;
    std::optional<CommitRefused> refused;
    while (!refused) {
        auto answer = commit(*store, big.batch);
        if (auto* receipt = std::get_if<Receipt>(&answer)) acked = receipt->lastSeq;
        if (auto* no = std::get_if<CommitRefused>(&answer)) refused = *no;
    }
    EXPECT_EQ(refused->kind, CommitRefused::Kind::Full);
    EXPECT_GT(refused->retryAfter.count(), 0);
    EXPECT_NE(host.whyDegraded(), "");
    EXPECT_EQ(store->status().readings, acked);
    EXPECT_EQ((*store->snapshot())->readAfter(0, 1'000'000)->readings.size(), acked);
    EXPECT_LE(store->status().bytes, (1U << 20) + (1U << 22));
}

TEST_F(SqliteStoreTest, TakesReadingsAgainWithALargerQuota)
{
    {
        const auto store = open(1 << 20);
        Readings big(host);
        for (int index = 0; index < 1000; ++index) big.add("a", at(index), index);
        while (std::holds_alternative<Receipt>(commit(*store, big.batch))) {
        }
    }
    const auto store = open();
    commitOne(*store, "new-device", at(1), 1);
    EXPECT_EQ(scan(*store, "new-device"), Doubles{1});
}

TEST_F(SqliteStoreTest, SaysWhyBeforeStartAndAfterStop)
{
    SqliteStore store(host, Settings{directory.path(), 1 << 20, 0});
    EXPECT_TRUE(std::holds_alternative<CommitRefused>(commit(store, Batch())));
    EXPECT_FALSE(store.snapshot());
    EXPECT_TRUE(store.latest().readings.isEmpty());
    store.stop();
    store.start();
    store.stop();
    store.stop();
    EXPECT_TRUE(std::holds_alternative<CommitRefused>(commit(store, Batch())));
}

TEST_F(SqliteStoreTest, SaysHowManyDaysAreLeft)
{
    const auto store = open(10 << 20);
    commitOne(*store, "a", at(0), 0);
    EXPECT_FALSE(store->status().daysLeft);
    Readings many(host);
    for (int index = 0; index < 4000; ++index) many.add("a", at(index), index);
    host.manualClock.advance(std::chrono::hours(1));
    commitOk(*store, many.batch);
    ASSERT_TRUE(store->status().daysLeft);
    EXPECT_GT(*store->status().daysLeft, 0);
    EXPECT_LT(*store->status().daysLeft, 30);
}

TEST_F(SqliteStoreTest, ReadsWhileItCommits)
{
    const auto store = open();
    commitOne(*store, "a", at(0), 0);
    std::jthread reader([&](std::stop_token stop) {
        std::size_t seen = 0;
        while (!stop.stop_requested()) {
            const auto found = (*store->snapshot())->readAfter(0, 10'000);
            EXPECT_GE(found->readings.size(), seen);
            seen = found->readings.size();
            EXPECT_GE(store->latest().readings.size(), 1U);
            EXPECT_GE(store->status().readings, 1U);
        }
    });
    for (int index = 1; index < 100; ++index)
        commitOne(*store, "d" + std::to_string(index), at(index), index);
}

TEST_F(SqliteStoreTest, IsNotFedAsAnOutput)
{
    const auto store = open();
    const Deliveries answer = store->deliver({"", Readings(host).add("a", at(0), 0).batch});
    ASSERT_EQ(answer.size(), 1U);
    EXPECT_EQ(answer[0].kind, Delivery::Kind::Hold);
}

} // namespace

} // namespace historian::sqlite
