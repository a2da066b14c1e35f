#include "capacity.h"
#include "test_readings.h"

#include <gtest/gtest.h>

namespace historian::sqlite {

namespace {

namespace fs = std::filesystem;

SteadyTime minute(int minutes)
{
    return SteadyTime{std::chrono::minutes(minutes)};
}

TEST(AutomaticQuota, IsHalfOfWhatIsFreeOrOursAtMostEightGigabytes)
{
    EXPECT_EQ(automaticQuota(1'000'000'000, 0), 500'000'000U);
    EXPECT_EQ(automaticQuota(600'000'000, 400'000'000), 500'000'000U);
    EXPECT_EQ(automaticQuota(100'000'000'000, 0), 8'000'000'000U);
    EXPECT_EQ(automaticQuota(0, 0), 16U << 20);
}

TEST(GrowthRate, SaysNothingBeforeTenMinutes)
{
    GrowthRate growth;
    growth.note(minute(0), 0);
    growth.note(minute(9), 100);
    EXPECT_FALSE(growth.daysLeft(minute(9), 100, 1000));
}

TEST(GrowthRate, DividesTheRoomByTheRateOfTheLastDay)
{
    GrowthRate growth;
    for (int hour = 0; hour <= 48; ++hour)
        growth.note(minute(60 * hour), hour < 24 ? 0 : 100U * (hour - 24));
    EXPECT_NEAR(*growth.daysLeft(minute(60 * 48), 2400, 4800), 2.0, 0.01);
}

TEST(GrowthRate, SaysNothingOfAStoreThatDoesNotGrow)
{
    GrowthRate growth;
    growth.note(minute(0), 100);
    EXPECT_FALSE(growth.daysLeft(minute(60), 100, 1000));
}

TEST(Ballast, IsMadeGivenUpAndMadeAgain)
{
    TempDirectory directory;
    Ballast ballast(directory.path(), 1 << 20);
    EXPECT_FALSE(ballast.isInPlace());
    ballast.restore();
    EXPECT_TRUE(ballast.isInPlace());
    EXPECT_EQ(fs::file_size(directory.path() / "reserve.bin"), 1U << 20);
    ballast.release();
    EXPECT_FALSE(fs::exists(directory.path() / "reserve.bin"));
    ballast.restore();
    EXPECT_TRUE(Ballast(directory.path(), 1 << 20).isInPlace());
}

TEST(Ballast, IsNotMadeWhereThereIsNoRoomForIt)
{
    TempDirectory directory;
    Ballast ballast(directory.path(), std::uint64_t{1} << 50);
    ballast.restore();
    EXPECT_FALSE(ballast.isInPlace());
}

TEST(Ballast, OfNoSizeIsAlwaysThere)
{
    TempDirectory directory;
    Ballast ballast(directory.path(), 0);
    ballast.release();
    EXPECT_TRUE(ballast.isInPlace());
}

} // namespace

} // namespace historian::sqlite
