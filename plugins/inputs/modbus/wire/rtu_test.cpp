#include "testing/hex.h"
#include "wire/crc16.h"
#include "wire/rtu.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using testing::hex;
using testing::hexText;

constexpr Read kRead{1, Table::Holding, 17, 1};

Bytes framed(std::string_view text)
{
    Bytes frame = hex(text);
    const std::uint16_t crc = crc16(frame);
    frame.push_back(static_cast<std::uint8_t>(crc));
    frame.push_back(static_cast<std::uint8_t>(crc >> 8));
    return frame;
}

Bytes joined(Bytes first, const Bytes& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

} // namespace

TEST(Rtu, EndsTheRequestWithItsCrcLowByteFirst)
{
    EXPECT_EQ(hexText(rtuRequest({1, Table::Holding, 0, 10})), "01 03 00 00 00 0A C5 CD");
}

TEST(Rtu, FindsTheReplyAmongNoise)
{
    const Bytes bytes = joined(hex("00 FF 7E"), framed("01 03 02 00 2A"));
    const RtuScan scan = scanRtu(bytes, kRead);
    ASSERT_TRUE(scan.isFound);
    EXPECT_EQ(scan.reply.words, Words{42});
    EXPECT_EQ(scan.noiseBytes, 3U);
    EXPECT_EQ(scan.size, bytes.size());
}

TEST(Rtu, FindsNothingInAReplyThatIsCutAnywhere)
{
    const Bytes frame = framed("01 03 02 00 2A");
    for (std::size_t size = 0; size < frame.size(); ++size)
        EXPECT_FALSE(scanRtu(ByteView(frame).first(size), kRead).isFound) << size;
}

TEST(Rtu, RefusesAReplyWithOneBitTurned)
{
    for (std::size_t bit = 0; bit < 7 * 8; ++bit) {
        Bytes frame = framed("01 03 02 00 2A");
        frame[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        EXPECT_FALSE(scanRtu(frame, kRead).isFound) << bit;
    }
}

TEST(Rtu, StepsOverRepliesOfOtherUnitsFunctionsAndLengths)
{
    for (const auto* stranger :
         {"02 03 02 00 2A", "01 04 02 00 2A", "01 03 04 00 2A 00 2B", "02 83 02"}) {
        const Bytes bytes = framed(stranger);
        const RtuScan alone = scanRtu(bytes, kRead);
        EXPECT_FALSE(alone.isFound) << stranger;
        EXPECT_EQ(alone.strangers, 1U) << stranger;
        EXPECT_EQ(alone.size, bytes.size()) << stranger;
        const RtuScan both = scanRtu(joined(bytes, framed("01 03 02 00 07")), kRead);
        ASSERT_TRUE(both.isFound) << stranger;
        EXPECT_EQ(both.reply.words, Words{7}) << stranger;
        EXPECT_EQ(both.strangers, 1U) << stranger;
    }
}

TEST(Rtu, StripsTheEchoOfATwoWireAdapter)
{
    const Bytes echo = rtuRequest(kRead);
    EXPECT_TRUE(scanRtu(echo, kRead).hasEcho);
    EXPECT_FALSE(scanRtu(echo, kRead).isFound);
    const RtuScan scan = scanRtu(joined(echo, framed("01 03 02 00 2A")), kRead);
    ASSERT_TRUE(scan.isFound);
    EXPECT_TRUE(scan.hasEcho);
    EXPECT_EQ(scan.noiseBytes, 0U);
}

TEST(Rtu, TakesAnException)
{
    const RtuScan scan = scanRtu(framed("01 83 02"), kRead);
    ASSERT_TRUE(scan.isFound);
    EXPECT_EQ(scan.reply.kind, Reply::Kind::Exception);
    EXPECT_EQ(scan.reply.exception, 2);
}

TEST(Rtu, CountsWhatNobodyWaitsFor)
{
    const RtuScan scan = scanRtuLeftovers(joined(hex("00 01"), framed("01 03 02 00 2A")));
    EXPECT_EQ(scan.noiseBytes, 2U);
    EXPECT_EQ(scan.strangers, 1U);
}

} // namespace historian::modbus
