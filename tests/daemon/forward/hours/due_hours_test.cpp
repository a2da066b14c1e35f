#include "forward/hours/due_hours.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

const CounterId kMeter{"meter-1", "energy_import_kwh"};
const CounterId kRoof{"roof", "total_energy_kwh"};

std::optional<std::uint64_t> firstOf(const DueHours& due, std::uint64_t end)
{
    const auto first = due.first(end);
    return first ? std::optional(first->hour) : std::nullopt;
}

TEST(DueHours, GiveTheFirstOnesOfACounterFirst)
{
    DueHours due("cloud");
    EXPECT_TRUE(due.add(kMeter, 12));
    EXPECT_TRUE(due.add(kMeter, 10));
    EXPECT_FALSE(due.add(kMeter, 12));
    EXPECT_EQ(firstOf(due, 100), 10U);
    EXPECT_TRUE(due.remove(kMeter, 10));
    EXPECT_FALSE(due.remove(kMeter, 10));
    EXPECT_EQ(firstOf(due, 100), 12U);
    EXPECT_EQ(firstOf(due, 12), std::nullopt);
    EXPECT_EQ(firstOf(due, 0), std::nullopt);
}

TEST(DueHours, GiveNoneThatWaits)
{
    DueHours due("cloud");
    for (std::uint64_t hour : {10U, 11U, 20U}) due.add(kMeter, hour);
    due.add(kRoof, 15);
    due.wait(kMeter, 10);
    EXPECT_EQ(firstOf(due, 100), 11U);
    due.wait(kMeter, 11);
    EXPECT_EQ(firstOf(due, 100), 20U);
    due.wait(kMeter, 20);
    EXPECT_EQ(firstOf(due, 100), 15U);
    due.wake(kMeter);
    EXPECT_EQ(firstOf(due, 100), 10U);
    due.wait(kRoof, 15);
    due.wait(kMeter, 10);
    due.wakeAll();
    EXPECT_EQ(firstOf(due, 100), 10U);
}

TEST(DueHours, AreTheSameAfterTheirRecords)
{
    DueHours due("cloud");
    for (std::uint64_t hour : {10U, 11U, 20U}) due.add(kMeter, hour);
    const RecordChange change = due.recordOf(kMeter);
    EXPECT_EQ(change.key, "cloud/meter-1/energy_import_kwh");
    DueHours again("cloud");
    again.load({change.kind, change.key, change.body.value()});
    EXPECT_EQ(again.recordOf(kMeter).body, "10-11,20");
    DueHours other("warehouse");
    other.load({change.kind, change.key, change.body.value()});
    EXPECT_EQ(firstOf(other, 100), std::nullopt);
}

TEST(DueHours, HaveNoRecordWhereNothingIsDue)
{
    DueHours due("cloud");
    due.add(kMeter, 10);
    due.remove(kMeter, 10);
    EXPECT_FALSE(due.recordOf(kMeter).body);
}

TEST(DueHours, AreAtMostSoManyRangesOfACounter)
{
    DueHours due("cloud");
    for (std::uint64_t i = 0; i < kDueRangesMax; ++i) due.add(kMeter, 100 * i);
    EXPECT_TRUE(due.add(kMeter, 6'310)); // 10 hours after the last one
    EXPECT_EQ(SeqSet::of(due.recordOf(kMeter).body.value()).ranges(), kDueRangesMax);
    EXPECT_FALSE(due.add(kMeter, 6'305));
    EXPECT_TRUE(due.add(kMeter, 6'350));
    EXPECT_FALSE(due.add(kMeter, 6'311 + 10));
}

} // namespace
} // namespace historian::forward
