#include "weather.h"

#include <gtest/gtest.h>

namespace historian::example {

namespace {

Time at(int hour)
{
    return Time(std::chrono::sys_days(std::chrono::year(2025) / 6 / 21)) + std::chrono::hours(hour);
}

} // namespace

TEST(Weather, IsBrightestAtNoonAndDarkAtNight)
{
    EXPECT_NEAR(weatherAt(at(12)).irradianceWM2, 1000, 1e-6);
    EXPECT_NEAR(weatherAt(at(8)).irradianceWM2, 500, 1e-6);
    for (const int hour : {0, 3, 6, 18, 23})
        EXPECT_NEAR(weatherAt(at(hour)).irradianceWM2, 0, 1e-6) << hour;
}

TEST(Weather, IsWarmestInTheAfternoon)
{
    EXPECT_NEAR(weatherAt(at(15)).ambientTempC, 35, 1e-6);
    EXPECT_NEAR(weatherAt(at(3)).ambientTempC, 15, 1e-6);
}

} // namespace historian::example
