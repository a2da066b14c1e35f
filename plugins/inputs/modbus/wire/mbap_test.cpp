#include "testing/hex.h"
#include "wire/mbap.h"

#include <gtest/gtest.h>

namespace historian::modbus {

using testing::hex;
using testing::hexText;

TEST(Mbap, PutsTransactionLengthAndUnitBeforeTheRequest)
{
    EXPECT_EQ(hexText(mbapRequest(0x0102, {17, Table::Holding, 0x6B, 3})),
              "01 02 00 00 00 06 11 03 00 6B 00 03");
}

TEST(Mbap, FindsAFrameAndLeavesTheNextOne)
{
    const Bytes bytes = hex("00 07 00 00 00 05 11 03 02 00 2A 00 08");
    const MbapScan scan = scanMbap(bytes);
    ASSERT_EQ(scan.kind, MbapScan::Kind::Frame);
    EXPECT_EQ(scan.frame.transaction, 7);
    EXPECT_EQ(scan.frame.unit, 17);
    EXPECT_EQ(hexText(scan.frame.pdu), "03 02 00 2A");
    EXPECT_EQ(scan.size, 11U);
}

TEST(Mbap, WaitsForTheRestOfAFrameByteByByte)
{
    const Bytes bytes = hex("00 07 00 00 00 05 11 03 02 00 2A");
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(scanMbap(ByteView(bytes).first(size)).kind, MbapScan::Kind::Incomplete) << size;
}

TEST(Mbap, IsLostAfterAnotherProtocolOrAnImpossibleLength)
{
    for (const auto* text : {"00 07 00 01",
                             "48 54 54 50",
                             "00 07 00 00 00 02 11",
                             "00 07 00 00 00 00 11",
                             "00 07 00 00 00 FF 11",
                             "00 07 00 00 FF FF 11"})
        EXPECT_EQ(scanMbap(hex(text)).kind, MbapScan::Kind::Lost) << text;
    EXPECT_EQ(scanMbap(hex("00 07 00 00 00 FE 11")).kind, MbapScan::Kind::Incomplete);
}

} // namespace historian::modbus
