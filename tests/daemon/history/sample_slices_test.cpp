#include "history/sample_slices.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace historian::history {
namespace {

Sample numberAt(int second, double number)
{
    return {Time(std::chrono::seconds(second)),
            static_cast<std::uint64_t>(second) + 1,
            Value::number({1}, number),
            {}};
}

SampleSlices tenSlicesOfAHundredSeconds()
{
    return {Time{}, Time(std::chrono::seconds(100)), 20};
}

TEST(SampleSlices, GiveEverythingBackWhileItIsFew)
{
    SampleSlices slices = tenSlicesOfAHundredSeconds();
    for (int i = 0; i < 20; ++i) slices.add(numberAt(i, i));
    EXPECT_EQ(slices.take().size(), 20U);
}

TEST(SampleSlices, KeepTheLowestAndTheHighestOfASlice)
{
    SampleSlices slices = tenSlicesOfAHundredSeconds();
    for (int i = 0; i < 100; ++i) slices.add(numberAt(i, i == 43 ? -50 : i == 47 ? 500 : i));
    const auto points = slices.take();
    EXPECT_EQ(points.size(), 20U);
    EXPECT_EQ(std::ranges::count(points, -50.0, [](const Sample& s) { return s.value.asDouble(); }),
              1);
    EXPECT_EQ(std::ranges::count(points, 500.0, [](const Sample& s) { return s.value.asDouble(); }),
              1);
}

TEST(SampleSlices, GiveOnePointForAFlatSlice)
{
    SampleSlices slices = tenSlicesOfAHundredSeconds();
    for (int i = 0; i < 100; ++i) slices.add(numberAt(i, 7));
    EXPECT_EQ(slices.take().size(), 10U);
}

TEST(SampleSlices, PreferNumbersToMissingValues)
{
    SampleSlices slices = tenSlicesOfAHundredSeconds();
    for (int i = 0; i < 100; ++i) {
        Sample sample = numberAt(i, i);
        if (i % 2 == 0) sample.value = Value::none({1}, Quality::BadNoValue);
        slices.add(std::move(sample));
    }
    const auto points = slices.take();
    EXPECT_LE(points.size(), 20U);
    EXPECT_TRUE(std::ranges::any_of(
        points, [](const Sample& s) { return s.value.asNumber().has_value(); }));
}

TEST(SampleSlices, TakeASampleOutsideTheRangeIntoTheLastSlice)
{
    SampleSlices slices(Time{}, Time(std::chrono::seconds(1)), 2);
    for (int i = 0; i < 10; ++i) slices.add(numberAt(i, i));
    EXPECT_EQ(slices.take().size(), 2U);
}

} // namespace
} // namespace historian::history
