#include "forward/hours/hour_records.h"
#include "hour_support.h"

namespace historian::forward {
namespace {

/// Makes nothing durable before it is told to.
class SlowDesk final : public base::RecordDesk {
public:
    explicit SlowDesk(Store& store) : store_(store) {}

    std::uint64_t change(std::vector<RecordChange> changes) override
    {
        std::ranges::move(changes, std::back_inserter(waiting_));
        return ++changes_;
    }

    std::uint64_t durable() const override { return durable_; }

    void commit()
    {
        const Batch none;
        store_.commit({none, waiting_, "boot", 0us});
        waiting_.clear();
        durable_ = changes_;
    }

private:
    Store& store_;
    std::vector<RecordChange> waiting_;
    std::uint64_t changes_ = 0;
    std::uint64_t durable_ = 0;
};

class HourRecordsTest : public ::testing::Test {
protected:
    std::unique_ptr<Snapshot> snapshot() { return *store_.snapshot(); }

    static HourDay dayWith(double kwh)
    {
        EnergyHour hour;
        hour.energyKwh = kwh;
        hour.readings = 1;
        HourDay day;
        day.take(10, hour);
        return day;
    }

    testing::MemoryStore store_;
    SlowDesk desk_{store_};
    const DayKey key_{{"meter-1", "total_energy_kwh"}, 20'782};
};

TEST_F(HourRecordsTest, ShowADayBeforeAndAfterItIsOnTheDisk)
{
    HourRecords records("cloud", desk_, *snapshot());
    records.change(records.keep(key_, dayWith(1.5)));
    EXPECT_FALSE(records.isDurable());
    EXPECT_EQ(records.day(*snapshot(), key_)->text(), dayWith(1.5).text());
    desk_.commit();
    EXPECT_TRUE(records.isDurable());
    EXPECT_EQ(records.day(*snapshot(), key_)->text(), dayWith(1.5).text());
    EXPECT_EQ(snapshot()->records("hours/2026-11-25")->front().key,
              "cloud/meter-1/total_energy_kwh");
}

TEST_F(HourRecordsTest, KeepOutputsCountersAndDaysApart)
{
    HourRecords records("cloud", desk_, *snapshot());
    records.change(records.keep(key_, dayWith(1.5)));
    desk_.commit();
    HourRecords other("warehouse", desk_, *snapshot());
    EXPECT_EQ(other.day(*snapshot(), key_)->text(), "");
    EXPECT_EQ(other.firstDay(), 0U);
    EXPECT_EQ(records.day(*snapshot(), {key_.first, key_.second + 1})->text(), "");
    EXPECT_EQ(records.day(*snapshot(), {{"meter-2", "total_energy_kwh"}, key_.second})->text(), "");
}

TEST_F(HourRecordsTest, ForgetTheFirstDayAndKnowSoAfterARestart)
{
    HourRecords records("cloud", desk_, *snapshot());
    records.change(records.keep({key_.first, key_.second + 1}, dayWith(2)));
    records.change(records.keep(key_, dayWith(1.5)));
    desk_.commit();
    EXPECT_EQ(HourRecords("cloud", desk_, *snapshot()).firstDay(), key_.second);
    EXPECT_FALSE(records.forgetFirstDay(*snapshot()));
    desk_.commit();
    HourRecords again("cloud", desk_, *snapshot());
    EXPECT_EQ(again.firstDay(), key_.second + 1);
    EXPECT_EQ(again.day(*snapshot(), key_)->text(), "");
    EXPECT_NE(again.day(*snapshot(), {key_.first, key_.second + 1})->text(), "");
}

TEST_F(HourRecordsTest, BeginANewRoundOfTellingForGood)
{
    HourRecords records("cloud", desk_, *snapshot());
    EXPECT_EQ(records.round(), 1U);
    records.tellAgain();
    EXPECT_EQ(records.round(), 2U);
    desk_.commit();
    EXPECT_EQ(HourRecords("cloud", desk_, *snapshot()).round(), 2U);
}

} // namespace
} // namespace historian::forward
