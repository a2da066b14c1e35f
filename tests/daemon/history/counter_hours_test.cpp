#include "history/counter_carry.h"
#include "history/counter_hours.h"
#include "site.h"

#include <gtest/gtest.h>

namespace historian::history {
namespace {

using testing::at;
using testing::Site;

// at(0) is 10:00 UTC.
constexpr double kHour = 3600;

class CounterHoursTest : public ::testing::Test {
protected:
    void post(double seconds, double kwh, Flags flags = {}, Quality quality = Quality::Good)
    {
        Batch batch;
        Reading& reading = batch.begin(site_.device("meter"));
        reading.time = reading.received = at(seconds);
        reading.flags = flags;
        batch.add(Value::number(site_.metric("total_energy_kwh"), kwh, quality));
        site_.commit(batch);
    }

    /// 30 kW from 10:00 on, every 20 s.
    void postUntil(double seconds)
    {
        for (double now = 0; now <= seconds; now += 20) post(now, 100 + now / 120);
    }

    CounterHours hours(Time from = at(0))
    {
        const auto counted =
            site_.totals.hours(site_.device("meter"), site_.metric("total_energy_kwh"), from);
        EXPECT_TRUE(counted);
        return counted ? *counted : CounterHours{};
    }

    Site site_{{testing::configured("meter", "", 60.0)}};
};

TEST_F(CounterHoursTest, GiveEachIncreaseToTheHourOfTheReadingThatShowsIt)
{
    postUntil(2 * kHour);
    const CounterHours day = hours();
    EXPECT_EQ(day.hours[10].readings, 180U);
    EXPECT_EQ(day.hours[11].readings, 180U);
    EXPECT_EQ(unitsOf(day.hours[11].increase), 30.0);
    // The reading at 12:00:00 shows what was made before; it belongs to the hour that it opens.
    EXPECT_EQ(day.hours[10].increase + day.hours[11].increase + day.hours[12].increase,
              *amountOf(60));
}

TEST_F(CounterHoursTest, AreCoveredWhereReadingsFollowEachOther)
{
    postUntil(2 * kHour);
    const CounterHours day = hours();
    EXPECT_EQ(day.hours[10].covered, std::chrono::hours(1));
    EXPECT_EQ(day.hours[11].covered, std::chrono::hours(1));
    EXPECT_EQ(day.hours[12].covered.count(), 0);
}

TEST_F(CounterHoursTest, AreNotCoveredByGaps)
{
    post(0, 100);
    post(30, 100.1); // the longest gap of a device that nobody described
    post(900, 101);
    post(920, 101.1);
    EXPECT_EQ(hours().hours[10].covered, std::chrono::seconds(50));
}

TEST_F(CounterHoursTest, ShareAStepThatCrossesAFullHour)
{
    post(kHour - 10, 100);
    post(kHour + 20, 100.1);
    EXPECT_EQ(hours().hours[10].covered, std::chrono::seconds(10));
    EXPECT_EQ(hours().hours[11].covered, std::chrono::seconds(20));
    EXPECT_EQ(hours(at(kHour)).hours[11].covered, std::chrono::seconds(20));
}

TEST_F(CounterHoursTest, AreTheSameFromWhereverTheDayIsCounted)
{
    postUntil(3 * kHour);
    const CounterHours whole = hours();
    const CounterHours part = hours(at(2 * kHour));
    EXPECT_EQ(part.hours[10].readings, 0U);
    for (std::size_t hour : {12U, 13U}) {
        EXPECT_EQ(part.hours[hour].increase, whole.hours[hour].increase);
        EXPECT_EQ(part.hours[hour].covered, whole.hours[hour].covered);
        EXPECT_EQ(part.hours[hour].readings, whole.hours[hour].readings);
    }
}

TEST_F(CounterHoursTest, SayWhetherAllReadingsAreApproved)
{
    Flags unapproved;
    unapproved.add(Flag::Unapproved);
    post(0, 100);
    post(kHour, 101, unapproved);
    post(kHour + 10, 101);
    EXPECT_TRUE(hours().hours[10].isApproved);
    EXPECT_FALSE(hours().hours[11].isApproved);
}

TEST_F(CounterHoursTest, CountUsableReadingsAtDifferentMoments)
{
    post(0, 100);
    post(0, 100);
    post(10, 100, {}, Quality::BadDevice);
    post(20, 100, {}, Quality::UncertainRange);
    EXPECT_EQ(hours().hours[10].readings, 2U);
}

TEST_F(CounterHoursTest, AreSettledOnceALaterReadingEndsThem)
{
    post(0, 100);
    EXPECT_FALSE(hours().hours[10].isSettled);
    post(kHour + 1, 101);
    EXPECT_TRUE(hours().hours[10].isSettled);
    EXPECT_FALSE(hours().hours[11].isSettled);
}

TEST_F(CounterHoursTest, AreNotSettledWhileAFallMayStillBeAGlitch)
{
    post(0, 100);
    post(kHour - 60, 3);
    post(kHour + 60, 3.1);
    EXPECT_FALSE(hours().hours[10].isSettled);
    post(kHour + 120, 100.2);
    EXPECT_TRUE(hours().hours[10].isSettled);
    EXPECT_EQ(hours().hours[10].increase, 0);
}

TEST_F(CounterHoursTest, NameTheNextReadingAfterTheDay)
{
    post(0, 100);
    EXPECT_FALSE(hours().next);
    post(30 * kHour, 101);
    post(31 * kHour, 102);
    EXPECT_EQ(hours().next, at(30 * kHour));
}

TEST_F(CounterHoursTest, AreNotCountedWhereReadingsWerePurged)
{
    postUntil(3 * kHour);
    const CounterHours before = hours();
    site_.clock.advance(std::chrono::hours(48));
    const CounterCarry carry(site_.store, site_.symbols, site_.catalog, site_.clock);
    const auto changes = carry.before("memory-store", 200); // up to 11:06
    ASSERT_TRUE(changes);
    site_.store.reclaim("memory-store", 200, [&](std::uint64_t) { return *changes; });
    const CounterHours after = hours();
    EXPECT_EQ(after.hours[10].readings, 0U);
    EXPECT_EQ(after.hours[11].readings, 0U);
    EXPECT_EQ(after.hours[12].readings, before.hours[12].readings);
    EXPECT_EQ(after.hours[12].increase, before.hours[12].increase);
    EXPECT_EQ(after.hours[12].covered, before.hours[12].covered);
}

} // namespace
} // namespace historian::history
