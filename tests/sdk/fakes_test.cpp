#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>
#include <historian/testing/memory_store.h>

#include <gtest/gtest.h>

namespace historian::testing {

namespace {

Batch batchOf(FakeHost& host, std::initializer_list<double> values)
{
    Batch batch;
    for (const double value : values) {
        Reading& reading = batch.begin(*host.symbol(NameKind::Device, "roof"));
        reading.time = reading.received = host.manualClock.now();
        batch.add(Value::number(*host.symbol(NameKind::Metric, "power"), value));
        host.manualClock.advance(std::chrono::seconds(1));
    }
    return batch;
}

Receipt commit(MemoryStore& store, const Batch& batch, std::span<const RecordChange> records = {})
{
    return std::get<Receipt>(store.commit({batch, records, "boot", {}}));
}

} // namespace

TEST(ManualClock, MovesOnlyWhenTold)
{
    ManualClock clock;
    const Time start = clock.now();
    const SteadyTime steady = clock.steady();
    clock.advance(std::chrono::seconds(5));
    EXPECT_EQ(clock.now() - start, std::chrono::seconds(5));
    clock.set(start);
    EXPECT_EQ(clock.now(), start);
    EXPECT_EQ(clock.steady() - steady, std::chrono::seconds(5));
}

TEST(FakeHost, KeepsWhatItIsTold)
{
    FakeHost host;
    host.counter("lines_read", "lines").add(2);
    host.counter("lines_read", "lines").add(1);
    host.log(LogLevel::Info, "hello");
    host.degraded("no device");
    host.state().put("offset", "7");
    EXPECT_EQ(host.counted("lines_read"), 3U);
    EXPECT_EQ(host.counted("never"), 0U);
    EXPECT_EQ(host.logLines(), std::vector<std::string>{"hello"});
    EXPECT_EQ(host.whyDegraded(), "no device");
    EXPECT_EQ(host.state().get("offset"), "7");
    host.healthy();
    EXPECT_TRUE(host.whyDegraded().empty());
}

TEST(FakeHost, RefusesMalformedAndRejectedNames)
{
    FakeHost host;
    host.refuseDevice("old");
    EXPECT_FALSE(host.symbol(NameKind::Device, "old"));
    EXPECT_FALSE(host.symbol(NameKind::Device, "a b"));
    EXPECT_FALSE(host.symbol(NameKind::Metric, "Power"));
    EXPECT_NE(*host.symbol(NameKind::Device, "power"), *host.symbol(NameKind::Metric, "power"));
}

TEST(FakeSink, AnswersWhenTheTestSaysSo)
{
    FakeHost host;
    FakeSink sink;
    std::vector<std::uint64_t> seqs;
    std::string why;
    const auto done = [&](const Outcome& outcome) {
        for (const ReadingOutcome& reading : outcome.readings) seqs.push_back(reading.seq);
        why = outcome.why;
    };
    EXPECT_TRUE(sink.submit(batchOf(host, {1, 2}), done).isAccepted);
    EXPECT_TRUE(seqs.empty());
    sink.commitAll();
    EXPECT_EQ(seqs, (std::vector<std::uint64_t>{1, 2}));
    EXPECT_TRUE(sink.submit(batchOf(host, {3}), done).isAccepted);
    sink.failAll("the disk is full");
    EXPECT_EQ(why, "the disk is full");
    EXPECT_EQ(sink.everything().size(), 3U);
    EXPECT_TRUE(sink.waitFor(3, {}));
    EXPECT_FALSE(sink.waitFor(4, {}));
}

TEST(FakeSink, TakesNothingWhileBusy)
{
    FakeHost host;
    FakeSink sink(FakeSink::Mood::Busy);
    EXPECT_FALSE(sink.submit(batchOf(host, {1}), {}).isAccepted);
    EXPECT_TRUE(sink.everything().isEmpty());
    sink.refuse({"roof", "power", "bad_value", "no number", "", ""});
    EXPECT_EQ(sink.refusals().front().code, "bad_value");
}

TEST(FakeSink, KeepsWhatTheLogbookWasTold)
{
    FakeSink sink;
    sink.notice({"meter-1", "device_nonsense", "it speaks in riddles"});
    ASSERT_EQ(sink.notices().size(), 1U);
    EXPECT_EQ(sink.notices()[0].detail, "it speaks in riddles");
}

TEST(MemoryStore, GivesBackWhatItAcknowledged)
{
    FakeHost host;
    MemoryStore store;
    EXPECT_EQ(commit(store, batchOf(host, {1, 2})).lastSeq, 2U);
    EXPECT_EQ(commit(store, batchOf(host, {3})).firstSeq, 3U);
    const auto snapshot = store.snapshot();
    ASSERT_TRUE(snapshot);
    const auto rest = (*snapshot)->readAfter(1, 10);
    ASSERT_TRUE(rest);
    ASSERT_EQ(rest->readings.size(), 2U);
    EXPECT_EQ(rest->readings[0].seq, 2U);
    EXPECT_EQ(store.latest().readings.size(), 1U);
    EXPECT_EQ(store.latest().readings[0].seq, 3U);
}

TEST(MemoryStore, KeepsRecordsOfTheSameTransaction)
{
    MemoryStore store;
    const RecordChange put[] = {{"state", "a", "1"}, {"state", "b", "2"}};
    commit(store, {}, put);
    const RecordChange removal[] = {{"state", "a", std::nullopt}};
    commit(store, {}, removal);
    const auto snapshot = store.snapshot();
    const auto records = (*snapshot)->records("state");
    ASSERT_TRUE(records);
    ASSERT_EQ(records->size(), 1U);
    EXPECT_EQ(records->front().key, "b");
}

TEST(MemoryStore, KeepsNothingWhileItIsFull)
{
    FakeHost host;
    MemoryStore store;
    store.refuseWith(CommitRefused{CommitRefused::Kind::Full, "the disk is full", {}});
    const Batch batch = batchOf(host, {1});
    EXPECT_TRUE(std::holds_alternative<CommitRefused>(store.commit({batch, {}, "boot", {}})));
    EXPECT_TRUE(store.everything().isEmpty());
    store.refuseWith(std::nullopt);
    EXPECT_EQ(commit(store, batch).firstSeq, 1U);
}

} // namespace historian::testing
