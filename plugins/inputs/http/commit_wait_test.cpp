#include "commit_wait.h"

#include <historian/testing/fake_sink.h>

#include <gtest/gtest.h>

#include <array>
#include <thread>

namespace historian::http {
namespace {

using namespace std::chrono_literals;
using testing::FakeSink;

Batch oneReading()
{
    Batch batch;
    batch.begin(Symbol{1}).received = Time(1s);
    return batch;
}

/// Keeps Done and calls it when the test says so.
class LateSink : public Sink {
public:
    Submission submit(Batch&& /*batch*/, Done done) override
    {
        done_ = std::move(done);
        return {};
    }

    void refuse(Refusal /*refusal*/) override {}

    void answer(const Outcome& outcome) { done_(outcome); }

private:
    Done done_;
};

/// Stores the first reading of a batch, calls the second a duplicate and rejects the others.
class ChoosySink : public Sink {
public:
    Submission submit(Batch&& batch, Done done) override
    {
        std::vector<ReadingOutcome> outcomes(
            batch.size(),
            {ReadingOutcome::Kind::Rejected, 0, {}, "device_id", "unknown_device", "who is it"});
        outcomes[0] = {ReadingOutcome::Kind::Stored, 7, {}, {}, {}, {}};
        outcomes[1] = {ReadingOutcome::Kind::Duplicate, 0, {}, {}, {}, {}};
        done({true, outcomes, "store-1", 7, {}, {}});
        return {};
    }

    void refuse(Refusal /*refusal*/) override {}
};

TEST(WaitingRoom, GivesTheVerdictOfEachReading)
{
    const auto room = std::make_shared<WaitingRoom>();
    ChoosySink sink;
    Batch batch = oneReading();
    batch.begin(Symbol{2});
    batch.begin(Symbol{3});
    const WaitingRoom::Wait wait(*room, sink, std::move(batch), 10s);
    ASSERT_EQ(wait.end(), WaitEnd::Decided);
    const Verdict& verdict = wait.verdict();
    EXPECT_TRUE(verdict.isCommitted);
    EXPECT_EQ(verdict.stored, 1U);
    EXPECT_EQ(verdict.duplicates, 1U);
    ASSERT_EQ(verdict.rejected.size(), 1U);
    EXPECT_EQ(verdict.rejected[0].index, 2U);
    EXPECT_EQ(verdict.rejected[0].code, "unknown_device");
    EXPECT_EQ(verdict.storeId, "store-1");
    EXPECT_EQ(verdict.lastSeq, 7U);
}

TEST(WaitingRoom, SaysBusyWithoutWaiting)
{
    const auto room = std::make_shared<WaitingRoom>();
    FakeSink sink(FakeSink::Mood::Busy);
    const WaitingRoom::Wait wait(*room, sink, oneReading(), 10s);
    EXPECT_EQ(wait.end(), WaitEnd::Busy);
    EXPECT_GT(wait.retryAfter(), 0ms);
}

TEST(WaitingRoom, IsLateAfterTheDeadline)
{
    const auto room = std::make_shared<WaitingRoom>();
    LateSink sink;
    {
        const WaitingRoom::Wait wait(*room, sink, oneReading(), 1ms);
        EXPECT_EQ(wait.end(), WaitEnd::Late);
    }
    sink.answer({});
}

TEST(WaitingRoom, OutlivesItsOwnerUntilALateDoneHasCome)
{
    LateSink sink;
    std::weak_ptr<WaitingRoom> watched;
    {
        const auto room = std::make_shared<WaitingRoom>();
        watched = room;
        const WaitingRoom::Wait wait(*room, sink, oneReading(), 1ms);
    }
    EXPECT_FALSE(watched.expired());
    sink.answer({});
    EXPECT_TRUE(watched.expired());
}

TEST(WaitingRoom, ForgetsTheVerdictBefore)
{
    const auto room = std::make_shared<WaitingRoom>();
    ChoosySink choosy;
    Batch three = oneReading();
    three.begin(Symbol{2});
    three.begin(Symbol{3});
    {
        const WaitingRoom::Wait first(*room, choosy, std::move(three), 10s);
    }
    FakeSink sink(FakeSink::Mood::Committing);
    const WaitingRoom::Wait second(*room, sink, oneReading(), 10s);
    EXPECT_EQ(second.verdict().stored, 1U);
    EXPECT_EQ(second.verdict().duplicates, 0U);
    EXPECT_TRUE(second.verdict().rejected.empty());
}

TEST(WaitingRoom, WakesManyWaitersFromAnotherThread)
{
    const auto room = std::make_shared<WaitingRoom>();
    FakeSink sink;
    std::atomic<int> stored{0};
    std::atomic<int> running{8};
    std::array<std::jthread, 8> waiters;
    for (std::jthread& waiter : waiters)
        waiter = std::jthread([&] {
            for (int i = 0; i < 50; ++i) {
                const WaitingRoom::Wait wait(*room, sink, oneReading(), 20s);
                if (wait.end() == WaitEnd::Decided) ++stored;
            }
            --running;
        });
    while (running > 0) {
        sink.commitAll();
        std::this_thread::yield();
    }
    EXPECT_EQ(stored, 400);
}

} // namespace
} // namespace historian::http
