#include "register/scaling.h"

#include <gtest/gtest.h>

#include <cmath>

namespace historian::modbus {

TEST(Scaling, GivesTheDecimalThatAPersonWouldWrite)
{
    EXPECT_EQ(scaledNumber(123, 0.01, 0), 1.23);
    EXPECT_EQ(scaledNumber(65535, 0.01, 0), 655.35);
    EXPECT_EQ(scaledNumber(4997, 0.01, 0), 49.97);
    EXPECT_EQ(scaledNumber(12345, 0.001, 0), 12.345);
    EXPECT_EQ(scaledNumber(-7, -0.1, 0), 0.7);
    EXPECT_EQ(scaledNumber(3, 10, 0), 30);
    EXPECT_EQ(scaledNumber(3, 2.5, 0), 7.5);
}

TEST(Scaling, AppliesAPowerOfTenOnTop)
{
    EXPECT_EQ(scaledNumber(4997, 1, -2), 49.97);
    EXPECT_EQ(scaledNumber(55, 1, 1), 550);
    EXPECT_EQ(scaledNumber(1234567, 0.001, 0), 1234.567);
    EXPECT_EQ(scaledNumber(1234567, 0.001, -1), 123.4567);
    EXPECT_EQ(scaledNumber(1, 1, -10), 1e-10);
    EXPECT_EQ(scaledNumber(1, 1, 10), 1e10);
}

TEST(Scaling, KeepsTheDecimalOfAFloat)
{
    EXPECT_EQ(shortestDecimal(230.1F), 230.1);
    EXPECT_EQ(shortestDecimal(-0.5F), -0.5);
    EXPECT_EQ(static_cast<float>(shortestDecimal(1.0F / 3)), 1.0F / 3);
    EXPECT_TRUE(std::isnan(shortestDecimal(std::nanf(""))));
}

} // namespace historian::modbus
