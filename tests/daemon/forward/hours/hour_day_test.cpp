#include "forward/hours/hour_day.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

EnergyHour hourOf(double kwh, std::uint64_t readings = 60)
{
    EnergyHour hour;
    hour.energyKwh = kwh;
    hour.coverage = 0.9997;
    hour.readings = readings;
    return hour;
}

TEST(HourDay, GivesTheFirstContentRevision0)
{
    HourDay day;
    EXPECT_TRUE(day.take(10, hourOf(1.5)));
    EXPECT_EQ(day.revision(10), 0U);
    EXPECT_FALSE(day.isTold(10, 1));
}

TEST(HourDay, GivesEveryOtherContentTheNextRevision)
{
    HourDay day;
    EnergyHour hour = hourOf(1.5);
    day.take(10, hour);
    EXPECT_FALSE(day.take(10, hour));
    EXPECT_EQ(day.revision(10), 0U);
    std::uint32_t revision = 0;
    const auto change = [&] {
        EXPECT_TRUE(day.take(10, hour));
        EXPECT_EQ(day.revision(10), ++revision);
    };
    hour.energyKwh = 1.25;
    change();
    hour.coverage = 1;
    change();
    hour.readings = 61;
    change();
    hour.isApproved = false;
    change();
    EXPECT_EQ(day.revision(11), 0U);
}

TEST(HourDay, IsToldOfTheNewestRevisionOnly)
{
    HourDay day;
    day.take(3, hourOf(1));
    day.told(3, 0, 1);
    EXPECT_TRUE(day.isTold(3, 1));
    EXPECT_FALSE(day.isTold(3, 2));
    day.take(3, hourOf(2));
    EXPECT_FALSE(day.isTold(3, 1));
    day.told(3, 0, 1);
    EXPECT_FALSE(day.isTold(3, 1));
    day.told(3, 1, 1);
    EXPECT_TRUE(day.isTold(3, 1));
}

TEST(HourDay, IsTheSameAfterItsText)
{
    HourDay day;
    day.take(0, hourOf(0.1 + 0.2));
    day.take(23, hourOf(1e-6, 1));
    day.take(23, hourOf(655.36, 3600));
    day.told(23, 1, 7);
    HourDay again = HourDay::of(day.text());
    EXPECT_EQ(again.text(), day.text());
    EXPECT_FALSE(again.take(0, hourOf(0.1 + 0.2)));
    EXPECT_FALSE(again.take(23, hourOf(655.36, 3600)));
    EXPECT_EQ(again.revision(23), 1U);
    EXPECT_TRUE(again.isTold(23, 7));
    EXPECT_FALSE(again.isTold(0, 7));
}

TEST(HourDay, LeavesOutWhatIsNoHour)
{
    EXPECT_EQ(HourDay::of("").text(), "");
    EXPECT_EQ(HourDay::of("nonsense").text(), "");
    EXPECT_EQ(HourDay::of("24 0 0 1 5 1 2").text(), "");
    EXPECT_EQ(HourDay::of("3 0 0 1 5 1 x").text(), "");
    EXPECT_EQ(HourDay::of("3 0 0 1 5 y 2").text(), "");
    EXPECT_EQ(HourDay::of("3 0 0 1 5 1 2").text(), "3 0 0 1 5 1 2");
}

} // namespace
} // namespace historian::forward
