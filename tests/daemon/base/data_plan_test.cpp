#include "base/data_plan.h"

#include <gtest/gtest.h>

namespace historian::base {
namespace {

constexpr DataCost kCost{.sentARequest = 1000,
                         .sentAReading = 10,
                         .sentAValue = 5,
                         .keptAReading = 260,
                         .keptAValue = 8,
                         .keptMax = 500e6};
constexpr ExpectedReadings kEveryTenSeconds{8640, 8640 * 11};

} // namespace

TEST(DataPlan, EstimatesFromTheConfigurationBeforeThereIsTraffic)
{
    const auto data = dataADay(kCost, kEveryTenSeconds, {});
    ASSERT_TRUE(data);
    EXPECT_TRUE(data->isEstimate);
    EXPECT_DOUBLE_EQ(data->sentBytes, 8640 * (1000 + 10 + 55) + 1440 * 1000);
    EXPECT_DOUBLE_EQ(*data->daysUntilFull, 500e6 / (8640 * (260 + 88)));
    EXPECT_EQ(textOf(*data),
              "10.6 MB sent; 8640 readings, which fill 500 MB in 166 days (an estimate from the "
              "devices of the configuration)");
}

TEST(DataPlan, CountsNoMoreRequestsThanTheForwarderMakes)
{
    const auto data = dataADay(kCost, {2e6, 2e6}, {});
    EXPECT_DOUBLE_EQ(data->sentBytes, (86'400 + 1440) * 1000.0 + 2e6 * 15);
}

TEST(DataPlan, TellsFromTrafficOnceTenMinutesOfItAreThere)
{
    const Traffic little{60, 60'000, std::chrono::minutes(9)};
    const Traffic enough{60, 60'000, std::chrono::minutes(10)};
    EXPECT_TRUE(dataADay(kCost, kEveryTenSeconds, little)->isEstimate);
    const auto data = dataADay(kCost, {}, enough);
    EXPECT_FALSE(data->isEstimate);
    EXPECT_DOUBLE_EQ(data->sentBytes, 60'000 * 144.0);
    EXPECT_DOUBLE_EQ(data->readings, 8640);
    EXPECT_DOUBLE_EQ(*data->daysUntilFull, 500e6 / (8640 * (260 + 88)));
    EXPECT_EQ(textOf(*data), "8.6 MB sent; 8640 readings, which fill 500 MB in 166 days");
}

TEST(DataPlan, SaysNothingWhereNothingIsKnown)
{
    EXPECT_FALSE(dataADay(kCost, {}, {}));
    EXPECT_FALSE(dataADay({}, kEveryTenSeconds, {}));
    DataCost unlimited = kCost;
    unlimited.keptMax = 0;
    EXPECT_FALSE(dataADay(unlimited, kEveryTenSeconds, {})->daysUntilFull);
}

} // namespace historian::base
