#include "history/amount.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace historian::history {
namespace {

TEST(Amount, TakesTheDecimalsThatWereSent)
{
    EXPECT_EQ(amountOf(1.234), 1'234'000);
    EXPECT_EQ(amountOf(655.36), 655'360'000);
    EXPECT_EQ(amountOf(-0.01), -10'000);
}

TEST(Amount, RoundsAwayTheNoiseOfFloat32)
{
    EXPECT_EQ(amountOf(0.550000012), 550'000);
    EXPECT_EQ(amountOf(0.0000005), 1);
}

TEST(Amount, IsAbsentForWhatCannotBeCounted)
{
    EXPECT_FALSE(amountOf(std::nan("")));
    EXPECT_FALSE(amountOf(std::numeric_limits<double>::infinity()));
    EXPECT_FALSE(amountOf(1e13));
    EXPECT_FALSE(amountOf(Value::none({1}, Quality::BadNoValue)));
    EXPECT_FALSE(amountOf(Value::text({1}, {})));
}

TEST(Amount, KeepsIntegersThatADoubleCannot)
{
    EXPECT_EQ(amountOf(Value::integer({1}, 9'007'199'254'741)), 9'007'199'254'741'000'000);
    EXPECT_FALSE(amountOf(Value::integer({1}, std::numeric_limits<std::int64_t>::max())));
    EXPECT_FALSE(amountOf(Value::integer({1}, std::numeric_limits<std::int64_t>::min())));
}

TEST(Amount, ComesBackAsTheSameNumber)
{
    for (const double number : {0.0, 1.234, 655.35, 112450.25, 48797160.0})
        EXPECT_EQ(unitsOf(*amountOf(number)), number);
}

} // namespace
} // namespace historian::history
