#include "poll/outbox.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using historian::testing::FakeHost;
using historian::testing::FakeSink;

Batch reading()
{
    Batch batch;
    batch.begin(Symbol{1});
    batch.add(Value::integer(Symbol{2}, 7));
    return batch;
}

} // namespace

TEST(Outbox, KeepsReadingsWhileTheHostIsBusy)
{
    FakeHost host;
    FakeSink sink(FakeSink::Mood::Busy);
    Outbox outbox(host);
    outbox.put(reading());
    outbox.put(Batch());
    outbox.flush(sink, host.manualClock.steady());
    ASSERT_NE(outbox.due(), SteadyTime::max());
    sink.setMood(FakeSink::Mood::Committing);
    outbox.flush(sink, outbox.due());
    EXPECT_EQ(sink.everything().size(), 1U);
    EXPECT_EQ(outbox.due(), SteadyTime::max());
}

TEST(Outbox, DropsAndCountsTheNewestBeyondItsLimit)
{
    FakeHost host;
    Outbox outbox(host);
    for (std::size_t i = 0; i < kOutboxReadingsMax + 3; ++i) outbox.put(reading());
    FakeSink sink(FakeSink::Mood::Committing);
    outbox.flush(sink, host.manualClock.steady());
    EXPECT_EQ(sink.everything().size(), kOutboxReadingsMax);
    EXPECT_EQ(host.counted("readings_missed_total"), 3U);
}

TEST(Outbox, CountsWhatWasNotStored)
{
    FakeHost host;
    FakeSink sink;
    Outbox outbox(host);
    outbox.put(reading());
    outbox.flush(sink, host.manualClock.steady());
    sink.failAll("the disk is full");
    EXPECT_EQ(host.counted("readings_missed_total"), 1U);
}

TEST(Outbox, CountsWhatStillWaitsAtItsEnd)
{
    FakeHost host;
    {
        FakeSink sink(FakeSink::Mood::Busy);
        Outbox outbox(host);
        outbox.put(reading());
        outbox.put(reading());
        outbox.flush(sink, host.manualClock.steady());
    }
    EXPECT_EQ(host.counted("readings_missed_total"), 2U);
}

} // namespace historian::modbus
