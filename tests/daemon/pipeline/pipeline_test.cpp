#include "pipeline_fixture.h"

namespace historian::pipeline {

TEST_F(PipelineTest, AcknowledgesWhatTheStoreHas)
{
    Sink& sink = start();
    const Told told = submit(sink, batchOf("a", 5));
    EXPECT_TRUE(told.isCommitted);
    EXPECT_EQ(told.kinds, std::vector<Kind>{Kind::Stored});
    EXPECT_EQ(told.seqs, std::vector<std::uint64_t>{1});
    ASSERT_EQ(store.everything().size(), 1U);
    EXPECT_TRUE(store.everything()[0].flags.has(Flag::Unapproved));
    EXPECT_EQ(registry->find("a")->standing, state::Standing::Unapproved);
}

TEST_F(PipelineTest, AcknowledgesARepetitionAndStoresItOnce)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 5, "2025-01-20T10:29:59Z"));
    const Told again = submit(sink, batchOf("a", 5, "2025-01-20T10:29:59Z"));
    EXPECT_TRUE(again.isCommitted);
    EXPECT_EQ(again.kinds, std::vector<Kind>{Kind::Duplicate});
    EXPECT_EQ(store.everything().size(), 1U);
}

TEST_F(PipelineTest, KnowsARepetitionAfterARestart)
{
    for (const char* sent : {"2025-01-20T10:29:59Z", "2025-01-20T11:29:59+01:00", "yesterday"})
        submit(start(),
               batchOf(std::string("dev-") + std::string(sent).substr(0, 4) +
                           std::to_string(std::string(sent).size()),
                       5,
                       sent));
    Sink& sink = start();
    for (const char* sent : {"2025-01-20T10:29:59Z", "2025-01-20T11:29:59+01:00", "yesterday"}) {
        const Told told = submit(sink,
                                 batchOf(std::string("dev-") + std::string(sent).substr(0, 4) +
                                             std::to_string(std::string(sent).size()),
                                         5,
                                         sent));
        EXPECT_EQ(told.kinds, std::vector<Kind>{Kind::Duplicate}) << sent;
    }
}

TEST_F(PipelineTest, TellsWhenAnInputHadDataLast)
{
    Sink& sink = start();
    EXPECT_FALSE(pipeline->lastData("test"));
    submit(sink, batchOf("a", 5));
    EXPECT_EQ(pipeline->lastData("test"), clock.now());
    EXPECT_FALSE(pipeline->lastData("nobody"));
}

TEST_F(PipelineTest, TakesNoDataFromAReadingThatSaysThatNobodyAnswered)
{
    Sink& sink = start();
    Batch silence;
    silence.begin(*symbols.symbol(NameKind::Device, "a")).received = clock.now();
    silence.add(Value::none(*symbols.symbol(NameKind::Metric, "power"), Quality::BadCommunication));
    EXPECT_TRUE(submit(sink, std::move(silence)).isCommitted);
    EXPECT_FALSE(pipeline->lastData("test"));
}

TEST_F(PipelineTest, TellsEverybodyWhyTheStoreRefused)
{
    Sink& sink = start();
    store.refuseWith(CommitRefused{CommitRefused::Kind::Full, "the quota is used up", 30s});
    const Told told = submit(sink, batchOf("a", 5, "2025-01-20T10:29:59Z"));
    EXPECT_FALSE(told.isCommitted);
    EXPECT_EQ(told.why, "the quota is used up");
    store.refuseWith(std::nullopt);
    EXPECT_EQ(submit(sink, batchOf("a", 5, "2025-01-20T10:29:59Z")).kinds,
              std::vector<Kind>{Kind::Stored})
        << "what was not stored is no repetition";
}

TEST_F(PipelineTest, RejectsDevicesThatAreRejectedOrUnknown)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 5));
    ASSERT_TRUE(registry->reject("a", "admin"));
    const Told told = submit(sink, batchOf("a", 6));
    EXPECT_EQ(told.kinds, std::vector<Kind>{Kind::Rejected});
    EXPECT_EQ(told.code, "device_rejected");
    EXPECT_EQ(pipeline->rejected().front().device, "a");

    Sink& strict = start(false);
    EXPECT_EQ(submit(strict, batchOf("stranger", 1)).code, "unknown_device");
}

TEST_F(PipelineTest, LooksUpADecisionAnew)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 5));
    ASSERT_TRUE(registry->approve("a", "admin"));
    submit(sink, batchOf("a", 6));
    EXPECT_FALSE(store.everything()[1].flags.has(Flag::Unapproved));
}

TEST_F(PipelineTest, GivesABoardTheProfileOfItsFingerprint)
{
    profiles = {boardProfile()};
    Sink& sink = start();
    submit(sink, batchOf("a", 2000, "2025-01-20T0:2:5.000Z"));
    EXPECT_EQ(registry->find("a")->profile, "board");
    EXPECT_EQ(actionLoggedLast(), "profile_assigned");
    const Batch stored = store.everything();
    EXPECT_EQ(stored.values(stored[0])[0].quality(), Quality::UncertainRange);
    EXPECT_EQ(stored.text(stored[0].sentTime), "2025-01-20T0:2:5.000Z");
    EXPECT_EQ(stored[0].time, clock.now());
}

TEST_F(PipelineTest, KeepsTwoBoardsOfOneIdApart)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 1, "", "10.0.0.7"));
    clock.advance(1s);
    submit(sink, batchOf("a", 2, "", "10.0.0.8"));
    const Batch stored = store.everything();
    EXPECT_EQ(symbols.name(stored[0].device), "a");
    EXPECT_EQ(symbols.name(stored[1].device), "a@10.0.0.8");
    EXPECT_EQ(actionLoggedLast(), "device_id_shared");
}

TEST_F(PipelineTest, TakesAnAddressThatChangesAfterSilenceForTheSameBoard)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 1, "", "10.0.0.7"));
    clock.advance(kAddressSilence);
    submit(sink, batchOf("a", 2, "", "10.0.0.8"));
    EXPECT_EQ(symbols.name(store.everything()[1].device), "a");
    EXPECT_EQ(actionLoggedLast(), "device_moved");
}

TEST_F(PipelineTest, FlagsWhatComesLate)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 1, "2025-01-20T10:30:00Z"));
    submit(sink, batchOf("a", 2, "2025-01-20T10:29:00Z"));
    EXPECT_FALSE(store.everything()[0].flags.has(Flag::Late));
    EXPECT_TRUE(store.everything()[1].flags.has(Flag::Late));
}

TEST_F(PipelineTest, PublishesACommitWithItsIdentity)
{
    base::LiveFeed::Subscription subscription(feed);
    submit(start(), batchOf("a", 5));
    const auto commit = subscription.next({}, 60s);
    ASSERT_TRUE(commit);
    EXPECT_EQ(commit->storeId, "memory-store");
    EXPECT_EQ(commit->readings[0].seq, 1U);
}

TEST_F(PipelineTest, CommitsWhatWaitsBeforeItStops)
{
    Sink& sink = start();
    std::atomic<int> told{0};
    for (int i = 0; i < 100; ++i) sink.submit(batchOf("a", i), [&told](const Outcome&) { ++told; });
    pipeline->stop();
    EXPECT_EQ(told, 100);
    EXPECT_EQ(store.everything().size(), 100U);
    EXPECT_FALSE(sink.submit(batchOf("a", 1), [](const Outcome&) {}).isAccepted);
    pipeline->stop();
}

TEST_F(PipelineTest, KeepsItsBooks)
{
    Sink& sink = start();
    submit(sink, batchOf("a", 1, "x"));
    submit(sink, batchOf("a", 1, "x"));
    ASSERT_TRUE(registry->reject("a", "admin"));
    submit(sink, batchOf("a", 2));
    store.refuseWith(CommitRefused{});
    submit(sink, batchOf("b", 2));
    sink.refuse({});
    const auto books = pipeline->status();
    EXPECT_EQ(books.received, 4U);
    EXPECT_EQ(books.stored, 1U);
    EXPECT_EQ(books.duplicates, 1U);
    EXPECT_EQ(books.rejected, 1U);
    EXPECT_EQ(books.failed, 1U);
    EXPECT_EQ(books.inFlight, 0U);
    EXPECT_EQ(books.refusals, 1U);
}

TEST_F(PipelineTest, WritesAnInstancesStateInTheSameTransaction)
{
    Sink& sink = start();
    pipeline->stateOf("test").put("offset", "17");
    submit(sink, batchOf("a", 1));
    pipeline->stop();
    start();
    EXPECT_EQ(pipeline->stateOf("test").get("offset"), "17");
}

TEST_F(PipelineTest, StopsThoughTheStoreRefusesItsRecords)
{
    Sink& sink = start();
    store.refuseWith(CommitRefused{});
    sink.refuse({"d", "f", "c", "m", "", ""});
    pipeline->stop();
    EXPECT_EQ(pipeline->status().refusals, 1U);
}

} // namespace historian::pipeline
