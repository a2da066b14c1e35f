#include "app/bridges/counter_books.h"
#include "bridge_site.h"

#include <historian/testing/memory_store.h>

namespace historian::app {
namespace {

/// A clock in whose eyes every look takes long.
class SlowClock : public Clock {
public:
    Time now() const override { return {}; }

    SteadyTime steady() const override { return steady_ += kCountingMax + std::chrono::seconds(1); }

    bool isTrusted() const override { return true; }

private:
    mutable SteadyTime steady_{};
};

class CounterBooksTest : public BridgeSite {
protected:
    std::vector<CorrectedCounter> corrected()
    {
        const Symbol devices[] = {device()};
        return books_.corrected(devices);
    }

    base::EnergyDay day(std::string_view name, Time from)
    {
        const auto day = books_.energyDay("meter", name, from);
        EXPECT_TRUE(day);
        return day ? *day : base::EnergyDay{};
    }
};

TEST_F(CounterBooksTest, CorrectTheCountersOfADeviceAndNothingElse)
{
    post(0, {{"total_energy_kwh", 100}, {"power", 5}});
    post(60, {{"total_energy_kwh", 100.5}, {"power", 6}});
    post(120, {{"total_energy_kwh", 0}, {"power", 7}});
    post(800, {{"total_energy_kwh", 1}, {"power", 7}});
    const auto counters = corrected();
    ASSERT_EQ(counters.size(), 1U);
    EXPECT_EQ(counters[0].metric, metric("total_energy_kwh"));
    EXPECT_EQ(counters[0].time, at(800));
    EXPECT_EQ(counters[0].total, 101.5);
    const Symbol other[] = {*symbols_.symbol(NameKind::Device, "other")};
    EXPECT_TRUE(books_.corrected(other).empty());
}

TEST_F(CounterBooksTest, LeaveOutWhatWouldTakeTooLong)
{
    post(0, {{"total_energy_kwh", 100}});
    const SlowClock slow;
    HistoryCounters hurried(store_, slow, facts_, symbols_, totals_);
    const Symbol devices[] = {device()};
    EXPECT_TRUE(hurried.corrected(devices).empty());
}

TEST_F(CounterBooksTest, KnowACounterOfEnergyByItsUnit)
{
    for (const char* name : {"total_energy_kwh", "energy_export_wh", "energy_import_mwh"})
        EXPECT_TRUE(books_.isEnergy(device(), metric(name))) << name;
    for (const char* name : {"power", "energy_kvarh", "voltage", "count"})
        EXPECT_FALSE(books_.isEnergy(device(), metric(name))) << name;
}

TEST_F(CounterBooksTest, TellADayOfUtcHourByHour)
{
    for (int i = 0; i <= 360; ++i) post(20.0 * i, {{"total_energy_kwh", 100 + i / 360.0}});
    const base::EnergyDay today = day("total_energy_kwh", at(0));
    const EnergyHour& hour = today.hours[11].energy;
    EXPECT_EQ(hour.device, device());
    EXPECT_EQ(hour.metric, metric("total_energy_kwh"));
    EXPECT_EQ(hour.start, at(3600));
    EXPECT_NEAR(hour.energyKwh, 0.5, 1e-6);
    EXPECT_EQ(hour.coverage, 1.0);
    EXPECT_EQ(hour.readings, 180U);
    EXPECT_EQ(hour.revision, 0U);
    EXPECT_TRUE(hour.isApproved);
    EXPECT_TRUE(today.hours[11].isSettled);
    EXPECT_FALSE(today.hours[12].isSettled);
    EXPECT_EQ(today.hours[9].energy.readings, 0U);
    EXPECT_FALSE(today.next);
}

TEST_F(CounterBooksTest, TellOtherUnitsInKilowattHours)
{
    post(0, {{"energy_export_wh", 1'000'000}, {"energy_import_mwh", 7}});
    post(600, {{"energy_export_wh", 1'001'500}, {"energy_import_mwh", 7.002}});
    EXPECT_EQ(day("energy_export_wh", at(0)).hours[10].energy.energyKwh, 1.5);
    EXPECT_EQ(day("energy_import_mwh", at(0)).hours[10].energy.energyKwh, 2.0);
}

TEST_F(CounterBooksTest, CallNoHourCoveredThatMissesASecond)
{
    for (int i = 0; i < 180; ++i)
        post(i == 0 ? 0.1 : 20.0 * i, {{"total_energy_kwh", 100 + i / 360.0}});
    post(3600, {{"total_energy_kwh", 100.5}});
    EXPECT_EQ(day("total_energy_kwh", at(0)).hours[10].energy.coverage, 0.9999);
}

TEST_F(CounterBooksTest, TellNothingOfWhatCannotBeNamed)
{
    EXPECT_FALSE(books_.energyDay("", "total_energy_kwh", at(0)));
    EXPECT_FALSE(books_.energyDay("meter", "not a metric", at(0)));
}

} // namespace
} // namespace historian::app
