#include "history/counter_carry.h"
#include "site.h"

#include <gtest/gtest.h>

#include <memory>

namespace historian::history {
namespace {

using testing::at;
using testing::Site;

constexpr auto kStoreId = "memory-store";

class CounterCarryTest : public ::testing::Test {
protected:
    void SetUp() override { site_.clock.advance(std::chrono::hours(48)); }

    void post(double seconds, double kwh)
    {
        site_.post("meter", at(seconds), {{"total_energy_kwh", kwh}, {"power", 1}});
    }

    /// A counter of up to 60 kW, every minute: a reset at minute 20.
    void postAnHour()
    {
        double kwh = 100;
        for (int minute = 0; minute < 60; ++minute) {
            kwh = minute == 20 ? 0 : kwh + 0.5;
            post(60.0 * minute, kwh);
        }
    }

    Amount lifetime(CounterTotals& totals)
    {
        const auto total = totals.lifetime(site_.device("meter"), site_.metric("total_energy_kwh"));
        return total ? total->lifetime() : -1;
    }

    /// As after a restart.
    Amount lifetimeReadAnew()
    {
        CounterTotals fresh(site_.store, site_.symbols, site_.catalog);
        return lifetime(fresh);
    }

    void purge(std::uint64_t upToSeq)
    {
        const auto changes = carry_.before(kStoreId, upToSeq);
        ASSERT_TRUE(changes) << changes.error().message;
        site_.store.reclaim(kStoreId, upToSeq, [&](std::uint64_t) { return *changes; });
    }

    Site site_{{testing::configured("meter", "", 60.0)}};
    CounterCarry carry_{site_.store, site_.symbols, site_.catalog, site_.clock};
};

TEST_F(CounterCarryTest, KeepsALifetimeOverAPurgeAndARestart)
{
    postAnHour();
    const Amount before = lifetime(site_.totals);
    ASSERT_GT(before, *amountOf(125));
    purge(30);
    EXPECT_EQ(lifetime(site_.totals), before);
    EXPECT_EQ(lifetimeReadAnew(), before);
}

TEST_F(CounterCarryTest, KeepsItOverOnePurgeAfterAnother)
{
    postAnHour();
    const Amount before = lifetimeReadAnew();
    for (std::uint64_t seq = 1; seq < 60; ++seq) {
        purge(seq);
        EXPECT_EQ(lifetimeReadAnew(), before) << seq;
    }
    post(3600, 20);
    EXPECT_EQ(lifetimeReadAnew(), lifetime(site_.totals));
    EXPECT_EQ(lifetimeReadAnew(), before + *amountOf(0.5));
}

TEST_F(CounterCarryTest, KeepsItWhereAllReadingsAreGone)
{
    postAnHour();
    const Amount before = lifetimeReadAnew();
    purge(60);
    EXPECT_EQ(lifetimeReadAnew(), before);
}

TEST_F(CounterCarryTest, KeepsItWhereReadingsThatStayAreOlderThanSomeThatGo)
{
    post(0, 100);
    post(600, 101);
    post(300, 50);
    const Amount before = lifetimeReadAnew();
    purge(2);
    EXPECT_EQ(lifetimeReadAnew(), before);
    EXPECT_EQ(lifetime(site_.totals), before);
}

TEST_F(CounterCarryTest, CountsNoReadingFromBeforeThePurge)
{
    postAnHour();
    const Amount before = lifetime(site_.totals);
    purge(30);
    post(610, 0);
    EXPECT_EQ(lifetime(site_.totals), before);
    EXPECT_EQ(lifetimeReadAnew(), before);
}

TEST_F(CounterCarryTest, TakesALateReadingAfterThePurgeAsIfItHadComeInTime)
{
    postAnHour();
    lifetime(site_.totals);
    purge(30);
    post(60.0 * 40 + 30, 3.0);
    EXPECT_EQ(lifetime(site_.totals), lifetimeReadAnew());
}

TEST_F(CounterCarryTest, GoesOnCountingAfterAReadingThatWasDatedFarAhead)
{
    post(0, 100);
    Batch batch;
    Reading& stray = batch.begin(site_.device("meter"));
    stray.time = at(1e9);
    stray.received = at(1);
    batch.add(Value::number(site_.metric("total_energy_kwh"), 100.1));
    site_.commit(batch);
    purge(2);
    post(600, 101);
    EXPECT_EQ(lifetimeReadAnew(), *amountOf(101));
}

TEST_F(CounterCarryTest, GoesOnCountingAfterAClockThatWasFarAheadWasSetBack)
{
    post(0, 100);
    post(1e9, 100.1);
    purge(2);
    post(600, 101);
    EXPECT_EQ(lifetimeReadAnew(), *amountOf(101));
}

TEST_F(CounterCarryTest, CarriesWhatGoesWhileTheClockIsNotSetYet)
{
    postAnHour();
    const Amount before = lifetimeReadAnew();
    site_.clock.set(Time{});
    site_.clock.setTrusted(false);
    purge(30);
    EXPECT_EQ(lifetimeReadAnew(), before);
}

TEST_F(CounterCarryTest, KeepsNothingForWhatDoesNotCount)
{
    site_.post("meter", at(0), {{"power", 1}});
    const auto changes = carry_.before(kStoreId, 1);
    ASSERT_TRUE(changes);
    EXPECT_TRUE(changes->empty());
}

} // namespace
} // namespace historian::history
