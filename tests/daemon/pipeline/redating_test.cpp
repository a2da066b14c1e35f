#include "base/unsynced.h"
#include "faulty_stores.h"
#include "pipeline_fixture.h"

namespace historian::pipeline {

namespace {

class RedatingTest : public PipelineTest {
protected:
    RedatingTest() { clock.setTrusted(false); }

    /// NTP answers: the clock was an hour behind.
    void synchronise()
    {
        clock.set(clock.now() + 1h);
        clock.setTrusted(true);
    }

    /// Waits for a turn of the commit thread that began after this call.
    void awaitTurn()
    {
        const std::uint64_t seen = pipeline->heartbeat();
        while (pipeline->heartbeat() < seen + 2) std::this_thread::yield();
    }

    std::size_t marks() { return (*store.snapshot())->records(kUnsyncedKind)->size(); }
};

} // namespace

TEST_F(RedatingTest, DatesAnewWhatCameBeforeTheClockWasRight)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 5));
    const Time before = store.everything()[0].time;
    EXPECT_TRUE(store.everything()[0].flags.has(Flag::Unsynced));
    EXPECT_EQ(marks(), 1U);
    synchronise();
    submit(sink, batchOf("a", 6));
    const Batch all = store.everything();
    EXPECT_LT(std::chrono::abs(all[0].time - (before + 1h)), 60s) << "the boot clock went on";
    EXPECT_FALSE(all[0].flags.has(Flag::Unsynced));
    EXPECT_FALSE(all[1].flags.has(Flag::Unsynced));
    EXPECT_EQ(marks(), 0U);
    EXPECT_EQ(actionLoggedLast(), "clock_synchronised");
}

TEST_F(RedatingTest, HappensWithoutANewReading)
{
    submit(start(), batchOf("a", 5));
    synchronise();
    awaitTurn();
    EXPECT_FALSE(store.everything()[0].flags.has(Flag::Unsynced));
}

TEST_F(RedatingTest, HappensAfterARestartInTheSameBoot)
{
    submit(start(), batchOf("a", 5));
    pipeline.reset();
    synchronise();
    start();
    awaitTurn();
    EXPECT_FALSE(store.everything()[0].flags.has(Flag::Unsynced));
}

TEST_F(RedatingTest, IsTriedAgainWhenTheStoreRefuses)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 5));
    store.refuseWith(CommitRefused{CommitRefused::Kind::Failed, "the disk is gone", 1s});
    synchronise();
    awaitTurn();
    EXPECT_TRUE(store.everything()[0].flags.has(Flag::Unsynced));
    store.refuseWith(std::nullopt);
    clock.advance(kRedatingRetry);
    awaitTurn();
    EXPECT_FALSE(store.everything()[0].flags.has(Flag::Unsynced));
}

TEST_F(RedatingTest, LeavesAloneWhatDestinationsMayHave)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 5));
    clock.advance(base::kUnsyncedWaitMax);
    synchronise();
    awaitTurn();
    EXPECT_TRUE(store.everything()[0].flags.has(Flag::Unsynced));
    EXPECT_EQ(actionLoggedLast(), "clock_synchronised");
}

} // namespace historian::pipeline
