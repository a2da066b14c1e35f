#include "forward/forwarders.h"
#include "forward_support.h"

#include <historian/companions.h>

namespace historian::forward {
namespace {

/// Holds days by count, and can be probed.
class CountingOutput : public TakingOutput, public DayCounts, public Probe {
public:
    Result<std::vector<DayCount>> countDays(Time from, Time) override
    {
        return std::vector<DayCount>{{from, 4}};
    }

    std::vector<ProbeStep> probe() override { return {{"connect", true, "12 ms"}}; }
};

class ForwardersTest : public ForwardTest {
protected:
    ForwardersTest() { restartAll(); }

    void restartAll()
    {
        all = std::make_unique<Forwarders>(ForwardersParts{
            store,
            desk,
            clock,
            symbols,
            [this] { return share; },
            [this](std::string_view instance, const base::Errand& errand) -> std::optional<Error> {
                if (instance != "cloud") return Error{"there is no such instance"};
                errand(nullptr, &output);
                return std::nullopt;
            },
            {0ms, 100ms}});
    }

    void feed(base::Feed& one, int steps = 50)
    {
        for (int i = 0; i < steps; ++i) clock.advance(one.step({output, host, 0}));
    }

    CountingOutput output;
    std::unique_ptr<Forwarders> all;
};

TEST_F(ForwardersTest, ShowsHowFarAnOutputHasGot)
{
    base::Feed& cloud = all->add(wanted);
    storeReadings(20);
    EXPECT_EQ(all->destinations().at(0).backlog, 20U);
    EXPECT_EQ(all->destinations().at(0).state, DestinationState::Starting);
    EXPECT_TRUE(all->destinations().at(0).oldestUnsent);
    feed(cloud);
    const auto status = all->destinations().at(0);
    EXPECT_EQ(status.output, "cloud");
    EXPECT_EQ(status.backlog, 0U);
    EXPECT_EQ(status.state, DestinationState::CaughtUp);
    ASSERT_EQ(status.positions.size(), 1U);
    EXPECT_EQ(status.positions[0].doneUpTo, 20U);
    EXPECT_EQ(status.positions[0].newest, 20U);
    EXPECT_EQ(status.positions[0].ranges, 0U);
}

TEST_F(ForwardersTest, ListsOutputsThatAreNoLongerConfigured)
{
    feed(all->add(wanted), 1);
    storeReadings(5);
    ForwarderSettings old = wanted;
    old.output = "old";
    feed(all->add(old));
    restartAll();
    all->add(wanted);
    const auto list = all->destinations();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[1].output, "old");
    EXPECT_EQ(list[1].state, DestinationState::Unconfigured);
    EXPECT_EQ(list[1].positions.at(0).doneUpTo, 5U);
}

TEST_F(ForwardersTest, NamesTheOutputsWhereOneIsUnknown)
{
    all->add(wanted);
    EXPECT_EQ(all->pause("clod")->message, "there is no output 'clod'; there are: cloud");
    EXPECT_FALSE(all->rewind("clod", Time{}));
    EXPECT_FALSE(all->retry("clod", {}));
    EXPECT_FALSE(all->discard("clod", {}, "why"));
    EXPECT_FALSE(all->quarantine("clod", {}, 1));
    EXPECT_FALSE(all->verify("clod", Time{}, Time{}));
    EXPECT_FALSE(all->probe("clod"));
}

TEST_F(ForwardersTest, SendsAgainFromAGivenTimeOn)
{
    base::Feed& cloud = all->add(wanted);
    storeReadings(10, 2h);
    storeReadings(10);
    feed(cloud);
    ASSERT_EQ(output.readingsTaken(), 20U);
    EXPECT_EQ(*all->rewind("cloud", clock.now() - 1h), 10U);
    feed(cloud);
    EXPECT_EQ(output.taken[10], 1);
    EXPECT_EQ(output.taken[11], 2);
    EXPECT_EQ(output.taken[20], 2);
}

TEST_F(ForwardersTest, DiscardsOnlyWithAReasonWhichTheLedgerKeeps)
{
    base::Feed& cloud = all->add(wanted);
    ScriptedOutput refusing;
    refusing.script = always(Delivery::rejected("bad"));
    storeReadings(1);
    cloud.step({refusing, host, 0});
    const auto page = all->quarantine("cloud", {}, 10);
    ASSERT_EQ(page->size(), 1U);
    EXPECT_NE(page->at(0).json.find("\"power\":0"), std::string::npos);
    EXPECT_FALSE(all->discard("cloud", {}, ""));
    EXPECT_EQ(*all->discard("cloud", {}, "test data"), 1U);
    EXPECT_EQ(all->destinations().at(0).quarantined, 0U);
    EXPECT_EQ(all->destinations().at(0).dropped, 1U);
    EXPECT_EQ(all->ledger().entries().at(0).why, "test data");
}

TEST_F(ForwardersTest, ComparesDaysWithTheDestination)
{
    all->add(wanted);
    storeReadings(5);
    const auto days = all->verify("cloud", clock.now() - 1h, clock.now() + 1h);
    ASSERT_TRUE(days);
    ASSERT_EQ(days->size(), 1U);
    EXPECT_EQ(days->at(0).stored, 5U);
    EXPECT_EQ(days->at(0).delivered, 4U);
}

TEST_F(ForwardersTest, CountsWhatWasDiscardedAsSetAsideAndWhatWasThinnedAsLeftOut)
{
    base::Feed& cloud = all->add(wanted);
    ScriptedOutput refusing;
    refusing.script = always(Delivery::rejected("bad"));
    storeReadings(1);
    cloud.step({refusing, host, 0});
    EXPECT_EQ(*all->discard("cloud", {}, "test data"), 1U);
    EXPECT_EQ(all->verify("cloud", clock.now() - 1h, clock.now() + 1h)->at(0).setAside, 1U);
    restartAll();
    ForwarderSettings thinned = wanted;
    thinned.window = 60s;
    all->add(thinned);
    storeReadings(5, 2min);
    clock.advance(2min);
    const auto days = all->verify("cloud", clock.now() - 1h, clock.now() + 1h);
    EXPECT_EQ(days->at(0).stored, 6U);
    EXPECT_EQ(days->at(0).setAside, 1U);
    EXPECT_EQ(days->at(0).leftOut, 4U);
}

TEST_F(ForwardersTest, CountsWhatTheStartLeftOutAsLeftOutUntilItIsSentAfterAll)
{
    wanted.start = StartNow{};
    storeReadings(3, 1min);
    feed(all->add(wanted), 1);
    storeReadings(4);
    restartAll();
    feed(all->add(wanted));
    ASSERT_EQ(output.readingsTaken(), 4U);
    const auto leftOut = [this] {
        const auto days = all->verify("cloud", clock.now() - 1h, clock.now() + 1h);
        EXPECT_EQ(days->at(0).stored, 7U);
        EXPECT_EQ(days->at(0).setAside, 0U);
        return days->at(0).leftOut;
    };
    EXPECT_EQ(leftOut(), 3U);
    EXPECT_EQ(*all->rewind("cloud", clock.now() - 1h), 7U);
    EXPECT_EQ(leftOut(), 0U);
}

TEST_F(ForwardersTest, SaysWhyAnOutputCannotBeStarted)
{
    wanted.trouble = "its plugin cannot be loaded";
    all->add(wanted);
    EXPECT_EQ(all->destinations().at(0).state, DestinationState::Starting);
    EXPECT_EQ(all->destinations().at(0).why, "its plugin cannot be loaded");
}

TEST_F(ForwardersTest, AsksAnInstanceToProbe)
{
    ASSERT_TRUE(all->probe("cloud"));
    EXPECT_EQ(all->probe("cloud")->at(0).found, "12 ms");
}

TEST_F(ForwardersTest, SaysWhatADayCostsInTheStatusAndTheProbe)
{
    all->add(wanted);
    EXPECT_FALSE(all->destinations().at(0).dataADay);
    EXPECT_EQ(all->probe("cloud")->size(), 1U);
    restartAll();
    wanted.cost.sentAReading = 100;
    wanted.expected = {8640, 8640};
    all->add(wanted);
    EXPECT_TRUE(all->destinations().at(0).dataADay->isEstimate);
    EXPECT_DOUBLE_EQ(all->destinations().at(0).dataADay->sentBytes, 864'000);
    EXPECT_NE(all->probe("cloud")->at(1).found.find("0.9 MB sent"), std::string::npos);
}

TEST_F(ForwardersTest, SaysWhatADayCostsFromWhatWasSentAfterTenMinutes)
{
    wanted.cost.sentAReading = 100;
    base::Feed& cloud = all->add(wanted);
    storeReadings(6);
    feed(cloud);
    clock.advance(10min);
    EXPECT_FALSE(all->destinations().at(0).dataADay->isEstimate);
    EXPECT_GT(all->destinations().at(0).dataADay->readings, 0);
}

TEST_F(ForwardersTest, WakesEveryForwarderAtACommit)
{
    base::Feed& cloud = all->add(wanted);
    all->committed();
    std::stop_source stop;
    cloud.bell().wait(stop.get_token(), 1h);
}

TEST_F(ForwardersTest, TellsOfWhatWasPurgedBeforeItWasSent)
{
    base::Feed& cloud = all->add(wanted);
    storeReadings(3);
    feed(cloud);
    storeReadings(10);
    store.reclaim(kStore, 8, [](std::uint64_t) { return std::vector<RecordChange>{}; });
    feed(cloud);
    EXPECT_EQ(output.readingsTaken(), 8U);
    EXPECT_EQ(all->destinations().at(0).positions.at(0).doneUpTo, 13U);
}

} // namespace
} // namespace historian::forward
