#include "testing/hex.h"
#include "wire/crc16.h"

#include <gtest/gtest.h>

namespace historian::modbus {

TEST(Crc16, IsThatOfTheSpecificationsExample)
{
    EXPECT_EQ(crc16(testing::hex("02 07")), 0x1241);
}

TEST(Crc16, OfNothingIsTheStartValue)
{
    EXPECT_EQ(crc16({}), 0xFFFF);
}

} // namespace historian::modbus
