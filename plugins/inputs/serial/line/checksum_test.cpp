#include "line/checksum.h"

#include <gtest/gtest.h>

namespace historian::serial {

TEST(Checksum, TakesAnNmeaLineAndCutsItsTrailerOff)
{
    EXPECT_EQ(withoutChecksum("$GPGLL,5057.970,N,00146.110,E,142451,A*27", Checksum::Nmea),
              "GPGLL,5057.970,N,00146.110,E,142451,A");
    EXPECT_EQ(withoutChecksum("AB*03", Checksum::Nmea), "AB");
}

TEST(Checksum, RefusesAChangedByteAndAMissingTrailer)
{
    EXPECT_FALSE(withoutChecksum("$GPGLL,5057.971,N,00146.110,E,142451,A*27", Checksum::Nmea));
    for (const std::string_view bad : {"", "*", "AB", "AB*3", "AB*003", "AB*0x", "AB*+3", "AB03"})
        EXPECT_FALSE(withoutChecksum(bad, Checksum::Nmea)) << bad;
}

TEST(Checksum, KnowsTheCheckValueOfCrc16)
{
    EXPECT_EQ(crc16("123456789"), 0x4B37);
    EXPECT_EQ(withoutChecksum("123456789*4B37", Checksum::Crc16), "123456789");
    EXPECT_EQ(withoutChecksum("123456789*4b37", Checksum::Crc16), "123456789");
    EXPECT_FALSE(withoutChecksum("123456780*4B37", Checksum::Crc16));
    EXPECT_FALSE(withoutChecksum("123456789*37", Checksum::Crc16));
}

TEST(Checksum, LeavesALineAloneWhereNoneIsAskedFor)
{
    EXPECT_EQ(withoutChecksum("a*00", Checksum::None), "a*00");
}

} // namespace historian::serial
