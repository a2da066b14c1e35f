#include "forward/companions.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

class CompanionOutput : public TakingOutput,
                        public GapOutput,
                        public StatusOutput,
                        public CorrectedCounters {
public:
    Deliveries deliverGaps(std::span<const ReadingGap> some) override
    {
        ++gapCalls;
        gaps.assign(some.begin(), some.end());
        return Deliveries(some.size(), isReluctant ? Delivery::retry(1s, "no") : Delivery::done());
    }

    Delivery deliverStatus(const GatewayStatus& status) override
    {
        statuses.push_back(status);
        return Delivery::done();
    }

    void correct(std::span<const CorrectedCounter> counters) override
    {
        corrected.assign(counters.begin(), counters.end());
    }

    bool isReluctant = false;
    int gapCalls = 0;
    std::vector<ReadingGap> gaps;
    std::vector<GatewayStatus> statuses;
    std::vector<CorrectedCounter> corrected;
};

class OneCounter : public base::CounterBooks {
public:
    std::vector<CorrectedCounter> corrected(std::span<const Symbol> devices) override
    {
        return {{devices[0], {7}, Time{}, 12.5}};
    }

    bool isEnergy(Symbol, Symbol) const override { return false; }

    Result<base::EnergyDay> energyDay(std::string_view, std::string_view, Time) override
    {
        return Error{"no energy"};
    }
};

class CompanionsTest : public ForwardTest {
protected:
    CompanionsTest()
    {
        auto all = parts();
        all.counters = &counters;
        all.version = "1.2.3";
        forwarder = std::make_unique<Forwarder>(wanted, all, **store.snapshot());
    }

    OneCounter counters;
    CompanionOutput output;
};

TEST_F(CompanionsTest, TellsTheStatusOnceAMinute)
{
    storeReadings(5);
    step(output);
    ASSERT_EQ(output.statuses.size(), 1U);
    EXPECT_EQ(output.statuses[0].version, "1.2.3");
    EXPECT_EQ(output.statuses[0].backlog, 5U);
    EXPECT_EQ(output.statuses[0].lastSeq, 5U);
    run(output);
    EXPECT_EQ(output.statuses.size(), 1U);
    clock.advance(60s);
    for (int i = 0; i < 3; ++i) step(output);
    ASSERT_EQ(output.statuses.size(), 2U);
    EXPECT_EQ(output.statuses[1].backlog, 0U);
}

TEST_F(CompanionsTest, CorrectsTheCountersOfWhatWasDelivered)
{
    storeReadings(5);
    run(output);
    step(output);
    ASSERT_EQ(output.corrected.size(), 1U);
    EXPECT_EQ(output.corrected[0].device, device);
    EXPECT_EQ(output.corrected[0].total, 12.5);
}

TEST_F(CompanionsTest, TellsOfGapsUntilTheyAreTaken)
{
    output.isReluctant = true;
    forwarder->book().damaged({kStore, {1, 4}});
    step(output);
    EXPECT_EQ(output.gapCalls, 1);
    for (int i = 0; i < 5; ++i) step(output);
    EXPECT_EQ(output.gapCalls, 1);
    output.isReluctant = false;
    clock.advance(60s);
    step(output);
    EXPECT_EQ(output.gapCalls, 2);
    EXPECT_EQ(output.gaps.at(0).lastSeq, 4U);
    EXPECT_TRUE(forwarder->book().gaps(10).empty());
}

TEST_F(CompanionsTest, KeepsNoGapsForAnOutputThatTakesNone)
{
    TakingOutput plain;
    forwarder->book().damaged({kStore, {1, 4}});
    step(plain);
    EXPECT_TRUE(forwarder->book().gaps(10).empty());
}

} // namespace
} // namespace historian::forward
