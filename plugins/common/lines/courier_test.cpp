#include "lines/courier.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>

#include <gtest/gtest.h>
#include <poll.h>

namespace historian::lines {

using std::chrono::seconds;
using testing::FakeHost;
using testing::FakeSink;

namespace {

struct CourierTest : ::testing::Test {
    Batch batchOf(std::size_t readings)
    {
        Batch batch;
        for (std::size_t i = 0; i < readings; ++i) {
            batch.begin(*host.symbol(NameKind::Device, "meter-1"));
            batch.add(Value::number(*host.symbol(NameKind::Metric, "power"), 1.5));
        }
        return batch;
    }

    std::vector<Delivered> work() { return courier.work(sink, now); }

    FakeHost host;
    FakeSink sink;
    std::shared_ptr<Wake> wake = std::make_shared<Wake>();
    Courier courier{wake};
    SteadyTime now{seconds(100)};
};

// Rejects the second reading of every batch.
class PickySink : public Sink {
public:
    Submission submit(Batch&& batch, Done done) override
    {
        std::vector<ReadingOutcome> outcomes(batch.size());
        outcomes[1].kind = ReadingOutcome::Kind::Rejected;
        outcomes[1].field = "device_id";
        outcomes[1].message = "rejected by the operator";
        Outcome outcome;
        outcome.isCommitted = true;
        outcome.readings = outcomes;
        done(outcome);
        return {};
    }

    void refuse(Refusal) override {}
};

} // namespace

TEST_F(CourierTest, SaysNothingOfAParcelBeforeItIsCommitted)
{
    courier.add(batchOf(2), 7);
    EXPECT_TRUE(work().empty());
    EXPECT_TRUE(work().empty());
    EXPECT_EQ(sink.everything().size(), 2U);
    sink.commitAll();
    const auto delivered = work();
    ASSERT_EQ(delivered.size(), 1U);
    EXPECT_EQ(delivered[0].parcel, 7U);
    EXPECT_TRUE(delivered[0].rejected.empty());
}

TEST_F(CourierTest, IsWokenByTheCommit)
{
    courier.add(batchOf(1), 1);
    work();
    sink.commitAll();
    pollfd waits{wake->descriptor(), POLLIN, 0};
    EXPECT_EQ(::poll(&waits, 1, 0), 1);
}

TEST_F(CourierTest, TriesAgainWhenTheHostWasBusy)
{
    sink.setMood(FakeSink::Mood::Busy);
    courier.add(batchOf(1), 1);
    work();
    EXPECT_EQ(courier.delay(), seconds(1));
    EXPECT_EQ(courier.due(), now + seconds(1));
    EXPECT_EQ(courier.readingsKept(), 1U);
    sink.setMood(FakeSink::Mood::Committing);
    work();
    EXPECT_TRUE(sink.everything().isEmpty());
    now += seconds(1);
    work();
    EXPECT_EQ(work().size(), 1U);
    EXPECT_FALSE(courier.delay());
    EXPECT_EQ(courier.readingsKept(), 0U);
}

TEST_F(CourierTest, OffersAgainWhatCouldNotBeCommitted)
{
    courier.add(batchOf(3), 1);
    work();
    sink.failAll("the disk is full");
    EXPECT_TRUE(work().empty());
    EXPECT_EQ(courier.delay(), seconds(2));
    now += seconds(2);
    work();
    sink.commitAll();
    EXPECT_EQ(work().size(), 1U);
    EXPECT_EQ(sink.everything().size(), 6U);
}

TEST_F(CourierTest, NamesTheReadingsThatWereRejected)
{
    PickySink picky;
    courier.add(batchOf(2), 1);
    courier.work(picky, now);
    const auto delivered = courier.work(picky, now);
    ASSERT_EQ(delivered.size(), 1U);
    ASSERT_EQ(delivered[0].rejected.size(), 1U);
    EXPECT_EQ(delivered[0].rejected[0].index, 1U);
    EXPECT_EQ(delivered[0].rejected[0].field, "device_id");
    EXPECT_EQ(delivered[0].rejected[0].message, "rejected by the operator");
}

TEST_F(CourierTest, HasRoomForSoManyParcelsAndNoMore)
{
    for (std::size_t i = 0; i < kParcelsMax; ++i) {
        EXPECT_TRUE(courier.hasRoom());
        courier.add(batchOf(1), i);
    }
    EXPECT_FALSE(courier.hasRoom());
    work();
    sink.commitAll();
    work();
    EXPECT_TRUE(courier.hasRoom());
}

TEST_F(CourierTest, HasNoRoomBeyondItsMemory)
{
    courier.add(batchOf(kParcelBytesMax / (sizeof(Reading) + sizeof(Value)) + 1), 1);
    EXPECT_FALSE(courier.hasRoom());
}

TEST_F(CourierTest, MayBeGoneWhenTheCommitComes)
{
    {
        Courier passing(wake);
        passing.add(batchOf(1), 1);
        passing.work(sink, now);
    }
    sink.commitAll();
}

} // namespace historian::lines
