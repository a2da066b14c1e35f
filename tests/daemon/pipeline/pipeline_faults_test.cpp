#include "faulty_stores.h"
#include "pipeline_fixture.h"

#include <Poco/Data/Session.h>

#include <limits>

namespace historian::pipeline {

using namespace Poco::Data::Keywords;

TEST_F(PipelineTest, JudgesARetryAfterAFailedCommitLikeTheFirstTry)
{
    Sink& sink = start();
    store.refuseWith(CommitRefused{});
    submit(sink, batchOf("a", 5, "2025-01-20T10:30:00Z"));
    store.refuseWith(std::nullopt);
    clock.advance(10s);
    submit(sink, batchOf("a", 5, "2025-01-20T10:30:00Z"));
    submit(sink, batchOf("a", 6, "2025-01-20T10:30:10Z"));
    const Batch stored = store.everything();
    ASSERT_EQ(stored.size(), 2U);
    for (const Reading& reading : stored.readings())
        EXPECT_EQ(reading.flags, Flags{static_cast<std::uint8_t>(Flag::Unapproved)});
}

TEST_F(PipelineTest, DoesNotLetAReadingThatWasNotStoredMakeOthersLate)
{
    Sink& sink = start();
    store.refuseWith(CommitRefused{});
    submit(sink, batchOf("a", 5, "2025-01-20T10:31:00Z"));
    store.refuseWith(std::nullopt);
    submit(sink, batchOf("a", 5, "2025-01-20T10:30:00Z"));
    EXPECT_FALSE(store.everything()[0].flags.has(Flag::Late));
}

TEST_F(PipelineTest, TurnsAStoreThatThrowsIntoAnAnswer)
{
    ThrowingStore broken(store);
    through = &broken;
    Sink& sink = start();
    const Told told = submit(sink, batchOf("a", 5));
    EXPECT_FALSE(told.isCommitted);
    EXPECT_NE(told.why.find("the plugin is broken"), std::string::npos);
    EXPECT_EQ(pipeline->status().failed, 1U);
    EXPECT_FALSE(submit(sink, batchOf("a", 6)).isCommitted) << "and goes on";
    pipeline.reset();
}

TEST_F(PipelineTest, StoresReadingsThoughTheLogbookCannotBeWritten)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 1, "", "10.0.0.7"));
    database->with(
        [](Poco::Data::Session& session) { session << "ALTER TABLE logbook RENAME TO away", now; });
    clock.advance(kAddressSilence);
    EXPECT_TRUE(submit(sink, batchOf("a", 2, "", "10.0.0.8")).isCommitted);
    database->with(
        [](Poco::Data::Session& session) { session << "ALTER TABLE away RENAME TO logbook", now; });
    EXPECT_TRUE(submit(sink, batchOf("a", 3, "", "10.0.0.8")).isCommitted);
    EXPECT_EQ(actionLoggedLast(), "device_moved") << "written when it can be";
}

TEST_F(PipelineTest, AnswersADeviceThatCannotBeWrittenDown)
{
    Sink& sink = start();
    database->with(
        [](Poco::Data::Session& session) { session << "ALTER TABLE device RENAME TO away", now; });
    const Told told = submit(sink, batchOf("a", 1));
    EXPECT_FALSE(told.isCommitted);
    EXPECT_FALSE(told.why.empty());
    database->with(
        [](Poco::Data::Session& session) { session << "ALTER TABLE away RENAME TO device", now; });
    EXPECT_TRUE(submit(sink, batchOf("a", 1)).isCommitted);
}

TEST_F(PipelineTest, DoesNotWriteAStateAheadOfItsBatch)
{
    Sink& sink = start();
    Sink& other = sink;
    pipeline->stateOf("usb").put("offset", "17");
    submit(other, batchOf("a", 1));
    const auto records = [this] { return *(*store.snapshot())->records(kInstanceStateKind); };
    EXPECT_TRUE(records().empty()) << "another instance's batch is no reason";
    pipeline->stop();
    EXPECT_EQ(records().size(), 1U) << "a stop is one";
}

TEST_F(PipelineTest, LosesAStateWithTheBatchItCameWith)
{
    Sink& sink = start();
    store.refuseWith(CommitRefused{});
    pipeline->stateOf("test").put("offset", "17");
    submit(sink, batchOf("a", 1));
    store.refuseWith(std::nullopt);
    submit(sink, batchOf("a", 2));
    pipeline->stop();
    EXPECT_TRUE((*(*store.snapshot())->records(kInstanceStateKind)).empty());
}

TEST_F(PipelineTest, NamesTheStoreAlsoToASenderOfRepetitionsOnly)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 1, "x"));
    const std::uint64_t commits = pipeline->status().commits;
    const Told told = submit(sink, batchOf("a", 1, "x"));
    EXPECT_EQ(told.kinds, std::vector<Kind>{Kind::Duplicate});
    EXPECT_EQ(told.storeId, "memory-store");
    EXPECT_EQ(told.lastSeq, 1U);
    EXPECT_EQ(pipeline->status().commits, commits) << "nothing had to be written";
}

TEST_F(PipelineTest, KnowsAfterARestartWhatIsLate)
{
    submit(start(), batchOf("a", 1, "2025-01-20T10:30:00Z"));
    submit(start(), batchOf("a", 2, "2025-01-20T10:29:00Z"));
    EXPECT_TRUE(store.everything()[1].flags.has(Flag::Late));
}

TEST_F(PipelineTest, KnowsARepetitionAfterARestartThoughItsRangeWasJudged)
{
    profiles = {boardProfile()};
    profiles[0].isAlwaysArrival = false;
    submit(start(), batchOf("a", 5000, "2025-01-20T10:30:00Z"));
    const Told again = submit(start(), batchOf("a", 5000, "2025-01-20T10:30:00Z"));
    EXPECT_EQ(again.kinds, std::vector<Kind>{Kind::Duplicate});
}

TEST_F(PipelineTest, KnowsTheSecondBoardAfterARestart)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 1, "", "10.0.0.7"));
    submit(sink, batchOf("a", 2, "", "10.0.0.8"));
    Sink& again = start();
    submit(again, batchOf("a", 3, "", "10.0.0.8"));
    submit(again, batchOf("a", 4, "", "10.0.0.7"));
    const Batch stored = store.everything();
    EXPECT_EQ(symbols.name(stored[2].device), "a@10.0.0.8");
    EXPECT_EQ(symbols.name(stored[3].device), "a");
}

TEST_F(PipelineTest, StoresNoNumberThatIsNone)
{
    Sink& sink = start();
    submit(sink, batchOf("a", std::numeric_limits<double>::quiet_NaN()));
    const Batch stored = store.everything();
    EXPECT_EQ(stored.values(stored[0])[0].type(), ValueType::None);
    EXPECT_EQ(stored.values(stored[0])[0].quality(), Quality::BadNotANumber);
}

TEST_F(PipelineTest, RejectsAReadingWithoutValues)
{
    Sink& sink = start();
    Batch empty;
    empty.begin(*symbols.symbol(NameKind::Device, "a"));
    const Told told = submit(sink, std::move(empty));
    EXPECT_EQ(told.kinds, std::vector<Kind>{Kind::Rejected});
    EXPECT_EQ(told.code, "no_values");
}

/// Lets one reading go whenever the store is said to be full; then there is room.
class EagerRetention final : public base::Retention {
public:
    explicit EagerRetention(testing::MemoryStore& store) : store_(store) {}

    std::optional<base::Purge> next(const StoreStatus& status) override
    {
        if (status.bytes - status.logBytes < status.quotaBytes || purges != 0) return std::nullopt;
        return base::Purge{
            "memory-store", 1, [](std::uint64_t) { return std::vector<RecordChange>{}; }};
    }

    void purged(bool isDurable) override
    {
        purges += isDurable ? 1 : 0;
        store_.refuseWith(std::nullopt);
    }

    void committed() override {}

    std::atomic<int> purges = 0;

private:
    testing::MemoryStore& store_;
};

TEST_F(PipelineTest, MakesRoomForWhatAFullStoreRefusesAndStoresIt)
{
    EagerRetention eager(store);
    retention = &eager;
    store.limitBytes(1'000'000);
    Sink& sink = start();
    submit(sink, batchOf("a", 1));
    store.refuseWith(CommitRefused{CommitRefused::Kind::Full, "the quota is used up", 1s});
    EXPECT_EQ(submit(sink, batchOf("a", 2)).kinds, std::vector<Kind>{Kind::Stored});
    pipeline->stop();
    EXPECT_EQ(eager.purges, 1);
    EXPECT_EQ(store.everything().size(), 1U);
}

/// Room in the store is no room on a disk that others have filled: history would go for nothing.
TEST_F(PipelineTest, LetsNothingGoWhereTheDiskIsFull)
{
    EagerRetention eager(store);
    retention = &eager;
    store.limitBytes(1'000'000);
    Sink& sink = start();
    submit(sink, batchOf("a", 1));
    store.refuseWith(CommitRefused{CommitRefused::Kind::DiskFull, "the disk is full", 1s});
    EXPECT_FALSE(submit(sink, batchOf("a", 2)).isCommitted);
    pipeline->stop();
    EXPECT_EQ(eager.purges, 0);
    EXPECT_EQ(store.everything().size(), 1U);
}

} // namespace historian::pipeline
