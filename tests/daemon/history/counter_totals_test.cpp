#include "counting.h"
#include "site.h"
#include "slow_store.h"

#include <gtest/gtest.h>

#include <future>
#include <random>
#include <vector>

namespace historian::history {
namespace {

using std::chrono::hours;
using testing::at;
using testing::Site;
using testing::SlowStore;

class CounterTotalsTest : public ::testing::Test {
protected:
    void post(double seconds, double kwh, Quality quality = Quality::Good)
    {
        site_.post("ESP32-001", at(seconds), {{"total_energy_kwh", kwh}, {"power", 1}}, quality);
    }

    CounterTotal lifetime()
    {
        const auto total =
            site_.totals.lifetime(site_.device("ESP32-001"), site_.metric("total_energy_kwh"));
        return total ? *total : CounterTotal{};
    }

    Amount period(Time from, Time to)
    {
        const auto total = site_.totals.period(
            site_.device("ESP32-001"), site_.metric("total_energy_kwh"), from, to);
        return total ? total->tally.increase : -1;
    }

    /// A counter of 1 kW that is read every 10 s for a day, with everything that happens to one.
    void postADay()
    {
        std::mt19937 random(42);
        Batch batch;
        double kwh = 12.0;
        for (int i = 0; i < 8640; ++i) {
            kwh += 0.001 * static_cast<double>(random() % 3);
            if (random() % 900 == 0) kwh = 0;
            double shown = kwh;
            if (random() % 500 == 0) shown = 0;
            if (random() % 500 == 0) shown = kwh * 1000;
            if (random() % 400 == 0) continue;
            batch.begin(site_.device("ESP32-001")).time = at(10.0 * i);
            batch.add(Value::number(site_.metric("total_energy_kwh"), shown));
        }
        site_.commit(batch);
    }

    /// The lifetime value of a device's counter.
    std::future<Amount> inBackground(CounterTotals& totals, std::string_view device)
    {
        const Symbol one = site_.device(device);
        const Symbol metric = site_.metric("total_energy_kwh");
        return std::async(std::launch::async, [&totals, one, metric] {
            const auto total = totals.lifetime(one, metric);
            return total ? total->lifetime() : -1;
        });
    }

    Site site_{{testing::configured("ESP32-001", "", 1.0)}};
};

TEST_F(CounterTotalsTest, AreNothingForADeviceWithoutReadings)
{
    EXPECT_FALSE(lifetime().first);
    EXPECT_EQ(lifetime().lifetime(), 0);
}

TEST_F(CounterTotalsTest, FollowNewReadings)
{
    post(0, 1.0);
    EXPECT_EQ(lifetime().lifetime(), *amountOf(1.0));
    post(60, 1.01);
    post(120, 1.02);
    EXPECT_EQ(lifetime().lifetime(), *amountOf(1.02));
    EXPECT_EQ(lifetime().tally.samples, 3U);
}

TEST_F(CounterTotalsTest, LetTheLaterCommitWinAtOneInstant)
{
    post(0, 1.0);
    post(60, 1.01);
    EXPECT_EQ(lifetime().lifetime(), *amountOf(1.01));
    post(60, 1.005);
    EXPECT_EQ(lifetime().lifetime(), *amountOf(1.005));
}

TEST_F(CounterTotalsTest, LeaveOutWhatCannotBeBelieved)
{
    post(0, 1.0);
    post(60, 500.0, Quality::BadDevice);
    post(120, 1.01, Quality::UncertainRange);
    EXPECT_EQ(lifetime().lifetime(), *amountOf(1.01));
    EXPECT_EQ(lifetime().tally.samples, 2U);
}

TEST_F(CounterTotalsTest, SayWhetherARateIsKnown)
{
    post(0, 1.0);
    EXPECT_FALSE(lifetime().isUnbounded);
    site_.post("other", at(0), {{"total_energy_kwh", 3.0}});
    const auto other =
        site_.totals.lifetime(site_.device("other"), site_.metric("total_energy_kwh"));
    ASSERT_TRUE(other);
    EXPECT_TRUE(other->isUnbounded);
}

TEST_F(CounterTotalsTest, AreHalfOpenAtTheEndOfAPeriod)
{
    post(0, 1.0);
    post(3600, 1.5);
    EXPECT_EQ(period(at(0), at(3600)), 0);
    EXPECT_EQ(period(at(3600), at(7200)), *amountOf(0.5));
    EXPECT_EQ(period(at(0), at(3601)), *amountOf(0.5));
}

TEST_F(CounterTotalsTest, OfHoursSumToTheDayExactly)
{
    postADay();
    Amount sum = 0;
    for (int hour = 0; hour < 24; ++hour)
        sum += period(at(0) + hours(hour), at(0) + hours(hour + 1));
    EXPECT_GT(sum, 0);
    EXPECT_EQ(period(at(0), at(0) + hours(24)), sum);
    EXPECT_EQ(lifetime().tally.increase, sum);
}

TEST_F(CounterTotalsTest, AreTheSameFollowedAndReadWhole)
{
    post(-100, 11.9);
    EXPECT_TRUE(lifetime().first);
    postADay();
    const Amount followed = lifetime().lifetime();
    CounterTotals fresh(site_.store, site_.symbols, site_.catalog);
    const auto whole = fresh.lifetime(site_.device("ESP32-001"), site_.metric("total_energy_kwh"));
    ASSERT_TRUE(whole);
    EXPECT_EQ(followed, whole->lifetime());
}

TEST_F(CounterTotalsTest, TakeALateReadingInTheMiddleAsIfItHadComeInTime)
{
    postADay();
    lifetime();
    post(10.0 * 8000 + 5, 9999);
    post(10.0 * 30 + 5, 0);
    const Amount after = lifetime().lifetime();
    CounterTotals fresh(site_.store, site_.symbols, site_.catalog);
    const auto whole = fresh.lifetime(site_.device("ESP32-001"), site_.metric("total_energy_kwh"));
    ASSERT_TRUE(whole);
    EXPECT_EQ(after, whole->lifetime());
}

TEST_F(CounterTotalsTest, AnswerWhileAnotherCounterIsRead)
{
    post(0, 1.0);
    site_.post("large", at(0), {{"total_energy_kwh", 7.0}});
    SlowStore slow(site_.store, site_.device("large"));
    CounterTotals totals(slow, site_.symbols, site_.catalog);
    auto large = inBackground(totals, "large");
    slow.waitUntilRead();
    auto other = inBackground(totals, "ESP32-001");
    const auto answered = other.wait_for(std::chrono::seconds(20));
    slow.goOn();
    EXPECT_EQ(answered, std::future_status::ready);
    EXPECT_EQ(other.get(), *amountOf(1.0));
    EXPECT_EQ(large.get(), *amountOf(7.0));
}

TEST_F(CounterTotalsTest, TakeWhatComesWhileTheyAreRead)
{
    post(0, 1.0);
    SlowStore slow(site_.store, site_.device("ESP32-001"));
    CounterTotals totals(slow, site_.symbols, site_.catalog);
    auto first = inBackground(totals, "ESP32-001");
    slow.waitUntilRead();
    post(60, 1.01);
    EXPECT_EQ(inBackground(totals, "other").get(), 0); // it brings the news
    auto second = inBackground(totals, "ESP32-001");
    slow.goOn();
    EXPECT_EQ(first.get(), *amountOf(1.0));
    EXPECT_EQ(second.get(), *amountOf(1.01));
}

TEST_F(CounterTotalsTest, AreRightWhoeverAsksAndWheneverReadingsCome)
{
    std::vector<std::future<Amount>> askers;
    for (int i = 0; i < 4; ++i)
        askers.push_back(std::async(std::launch::async, [this] {
            Amount last = 0;
            while (last < *amountOf(1.2)) {
                const Amount now = lifetime().lifetime();
                EXPECT_GE(now, last);
                last = now;
            }
            return last;
        }));
    for (int i = 0; i <= 200; ++i) post(10.0 * i, 1 + 0.001 * i);
    for (auto& asker : askers) EXPECT_EQ(asker.get(), *amountOf(1.2));
}

TEST_F(CounterTotalsTest, KeepABoundedNumberOfCheckpoints)
{
    CounterSeries series({1}, {2}, testing::rulesOfMeter());
    auto snapshot = site_.store.snapshot();
    ASSERT_TRUE(snapshot);
    ASSERT_FALSE(series.refresh(**snapshot));
    for (int i = 0; i < 3'000'000; ++i) series.take({Time(std::chrono::seconds(i)), i});
    EXPECT_GT(series.checkpoints(), 200U);
    EXPECT_LT(series.checkpoints(), 512U);
    EXPECT_EQ(series.total().lifetime(), 2'999'999);
}

} // namespace
} // namespace historian::history
