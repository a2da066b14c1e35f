#include "faulty_stores.h"
#include "pipeline_fixture.h"

#include <random>
#include <thread>

namespace historian::pipeline {

TEST_F(PipelineTest, PutsWhatCameDuringACommitIntoTheNextUpToItsLimit)
{
    constexpr std::size_t kPerBatch = 1000;
    constexpr std::size_t kBatches = kCommitReadingsMax / kPerBatch + 5;
    SlowStore slow(store);
    through = &slow;
    Sink& sink = start();
    std::atomic<std::size_t> told{0};
    const auto send = [&](std::size_t readings) {
        Batch batch;
        for (std::size_t i = 0; i < readings; ++i)
            batch.append(batchOf("a", 1), batchOf("a", 1)[0]);
        sink.submit(std::move(batch),
                    [&](const Outcome& outcome) { told += outcome.readings.size(); });
    };
    send(1);
    slow.waitForCommit();
    for (std::size_t i = 0; i < kBatches; ++i) send(kPerBatch);
    slow.letGo();
    pipeline->stop();
    EXPECT_EQ(told, 1 + kBatches * kPerBatch);
    EXPECT_EQ(slow.largest(), kCommitReadingsMax / kPerBatch * kPerBatch);
    EXPECT_EQ(store.commits(), 3U);
    pipeline.reset();
}

TEST_F(PipelineTest, NeverSplitsABatch)
{
    SlowStore slow(store);
    slow.letGo();
    through = &slow;
    Sink& sink = start();
    Batch batch;
    for (std::size_t i = 0; i <= kCommitReadingsMax; ++i) {
        batch.begin(*symbols.symbol(NameKind::Device, "a"));
        batch.add(Value::number(*symbols.symbol(NameKind::Metric, "power"), 1));
    }
    EXPECT_TRUE(submit(sink, std::move(batch)).isCommitted);
    EXPECT_EQ(slow.largest(), kCommitReadingsMax + 1);
    pipeline.reset();
}

// Promise 3, while it is being kept and afterwards.
TEST_F(PipelineTest, KeepsItsBooksUnderManySendersAndAFailingStore)
{
    constexpr int kSenders = 8;
    constexpr int kEach = 300;
    Sink& sink = start();
    submit(sink, batchOf("rejected", 1));
    ASSERT_TRUE(registry->reject("rejected", "admin"));
    std::atomic<std::uint64_t> sent{1};
    std::atomic<std::uint64_t> answered{1};
    {
        std::vector<std::jthread> senders;
        for (int sender = 0; sender < kSenders; ++sender)
            senders.emplace_back([&, sender] {
                std::mt19937 random(static_cast<std::uint32_t>(sender));
                for (int i = 0; i < kEach; ++i) {
                    if (random() % 50 == 0) store.refuseWith(CommitRefused{});
                    if (random() % 20 == 0) store.refuseWith(std::nullopt);
                    const auto kind = random() % 4;
                    Batch batch = batchOf(kind == 0 ? "rejected" : "a",
                                          static_cast<double>(kind == 1 ? 1 : random()),
                                          "text");
                    const auto answer =
                        sink.submit(std::move(batch), [&](const Outcome&) { ++answered; });
                    if (answer.isAccepted) ++sent;
                    const auto books = pipeline->status();
                    EXPECT_EQ(books.received,
                              books.stored + books.duplicates + books.rejected + books.failed +
                                  books.inFlight);
                    EXPECT_LE(books.inFlight, books.received);
                }
            });
    }
    store.refuseWith(std::nullopt);
    // Each kind at least once, for the store may have refused all there was until now.
    constexpr std::uint64_t kAfterwards = 3;
    submit(sink, batchOf("a", 1, "text"));
    submit(sink, batchOf("a", 1, "text"));
    submit(sink, batchOf("rejected", 1, "text"));
    pipeline->stop();
    const auto books = pipeline->status();
    EXPECT_EQ(books.received, sent + kAfterwards);
    EXPECT_EQ(answered, sent);
    EXPECT_EQ(books.inFlight, 0U);
    EXPECT_EQ(books.stored, store.everything().size());
    EXPECT_GT(books.duplicates, 0U);
    EXPECT_GT(books.rejected, 0U);
}

TEST_F(PipelineTest, AnswersBusyBeyondItsLimitAndGoesOn)
{
    SlowStore slow(store);
    through = &slow;
    pipeline = std::make_unique<Pipeline>(
        PipelineParts{*through, symbols, *registry, *logbook, profiles, feed, clock, "boot"},
        QueueLimits{2, 1U << 20U, 700ms});
    Sink& sink = pipeline->makeSink("test", true);
    pipeline->start();
    std::atomic<int> told{0};
    const auto done = [&told](const Outcome&) { ++told; };
    EXPECT_TRUE(sink.submit(batchOf("a", 1), done).isAccepted);
    slow.waitForCommit();
    EXPECT_TRUE(sink.submit(batchOf("a", 2), done).isAccepted);
    const auto busy = sink.submit(batchOf("a", 3), done);
    EXPECT_FALSE(busy.isAccepted);
    EXPECT_EQ(busy.retryAfter, 700ms);
    EXPECT_EQ(pipeline->status().received, 2U);
    slow.letGo();
    pipeline->stop();
    EXPECT_EQ(told, 2);
    pipeline.reset();
}

} // namespace historian::pipeline
