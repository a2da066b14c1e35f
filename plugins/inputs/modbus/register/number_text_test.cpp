#include "register/number_text.h"

#include <gtest/gtest.h>

namespace historian::modbus {

TEST(NumberText, ReadsDecimalAndHexadecimal)
{
    EXPECT_EQ(wholeNumber("0"), 0U);
    EXPECT_EQ(wholeNumber("40000"), 40000U);
    EXPECT_EQ(wholeNumber("0x0034"), 0x34U);
    EXPECT_EQ(wholeNumber("0XFFFFFFFFFFFFFFFF"), ~std::uint64_t{0});
}

TEST(NumberText, RefusesWhatCouldBeMeantInTwoWays)
{
    for (const auto* text : {"", "010", "00", "no", "on", "1e3", "-1", "0x", "12 ", "0b1"})
        EXPECT_FALSE(wholeNumber(text)) << text;
}

} // namespace historian::modbus
