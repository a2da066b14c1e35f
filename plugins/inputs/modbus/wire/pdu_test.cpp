#include "testing/hex.h"
#include "wire/pdu.h"

#include <gtest/gtest.h>

namespace historian::modbus {

using testing::hex;
using testing::hexText;

TEST(Pdu, AsksForRegistersByAddressAndCount)
{
    EXPECT_EQ(hexText(requestPdu({1, Table::Holding, 0x7531, 10})), "03 75 31 00 0A");
    EXPECT_EQ(hexText(requestPdu({1, Table::Coil, 1, 2000})), "01 00 01 07 D0");
}

TEST(Pdu, ReadsRegistersOfAReply)
{
    const Reply reply = parseReply(hex("04 04 43 66 80 00"), {1, Table::Input, 0, 2});
    EXPECT_EQ(reply.kind, Reply::Kind::Values);
    EXPECT_EQ(reply.words, (Words{0x4366, 0x8000}));
}

TEST(Pdu, ReadsBitsLowestFirst)
{
    const Reply reply = parseReply(hex("01 02 05 01"), {1, Table::Coil, 0, 9});
    EXPECT_EQ(reply.words, (Words{1, 0, 1, 0, 0, 0, 0, 0, 1}));
}

TEST(Pdu, KeepsEveryExceptionCode)
{
    for (const std::uint8_t code : hex("01 02 0B 42 80")) {
        const Reply reply = parseReply(Bytes{0x83, code}, {1, Table::Holding, 0, 1});
        EXPECT_EQ(reply.kind, Reply::Kind::Exception);
        EXPECT_EQ(reply.exception, code);
        EXPECT_FALSE(exceptionText(code).empty());
    }
}

TEST(Pdu, TellsAReplyToAnotherFunctionFromAWrongOne)
{
    const Read read{1, Table::Holding, 0, 1};
    EXPECT_EQ(parseReply(hex("04 02 00 01"), read).kind, Reply::Kind::Foreign);
    EXPECT_EQ(parseReply({}, read).kind, Reply::Kind::Foreign);
    for (const auto* text :
         {"03", "03 02", "03 02 00", "03 02 00 01 02", "03 04 00 01", "83", "83 02 02"})
        EXPECT_EQ(parseReply(hex(text), read).kind, Reply::Kind::Malformed) << text;
}

TEST(Pdu, LongestReplyFitsAFrame)
{
    EXPECT_LE(replyPduSize({1, Table::Holding, 0, kRegistersMax}), kPduMax);
    EXPECT_LE(replyPduSize({1, Table::Coil, 0, kBitsMax}), kPduMax);
}

} // namespace historian::modbus
