#include "carbon/decimal.h"

#include <gtest/gtest.h>

namespace historian::carbon {
namespace {

TEST(Decimal, ReadsPlainDecimalsOnly)
{
    for (const auto* text : {"0.98", "0.660", "12", "-3.5", "123456789"})
        EXPECT_TRUE(Decimal::parse(text)) << text;
    for (const auto* text :
         {"", ".", "1.", ".5", "1e3", "0,81", "1.2.3", "nan", "--1", "1234567890", " 1"})
        EXPECT_FALSE(Decimal::parse(text)) << text;
}

TEST(Decimal, CutsAndNeverRounds)
{
    EXPECT_EQ(Decimal(9'795'492, 10).text(6), "0.000979");
    EXPECT_EQ(Decimal(1'999'999, 6).text(0), "1");
    EXPECT_EQ(Decimal(-1'999'999, 6).text(2), "-1.99");
}

TEST(Decimal, WritesNoNeedlessZeros)
{
    EXPECT_EQ(Decimal(0, 9).text(6), "0");
    EXPECT_EQ(Decimal(-1, 9).text(6), "0");
    EXPECT_EQ(Decimal(1'000, 3).text(6), "1");
    EXPECT_EQ(Decimal(1'200, 3).text(6), "1.2");
    EXPECT_EQ(Decimal(1'200, 0).text(6), "1200");
    EXPECT_EQ(Decimal(5, 3).text(6), "0.005");
}

TEST(Decimal, MultipliesExactly)
{
    const Decimal energy = Decimal(1'234'000, 6).shifted(3);
    const Decimal net = energy * *Decimal::parse("0.98");
    EXPECT_EQ(net.text(20), "0.00120932");
    EXPECT_EQ((net * *Decimal::parse("0.81")).text(20), "0.0009795492");
}

TEST(Decimal, HoldsTheLargestEnergyTimesTwoFactors)
{
    const Decimal energy = Decimal(9'223'372'036'854'775'807, 6).shifted(3);
    const Decimal factor = *Decimal::parse("0.99999999");
    EXPECT_EQ((energy * factor * factor).text(0), "9223371852");
}

} // namespace
} // namespace historian::carbon
