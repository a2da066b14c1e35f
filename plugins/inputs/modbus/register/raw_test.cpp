#include "register/raw.h"

#include <gtest/gtest.h>

#include <limits>

namespace historian::modbus {

TEST(Raw, UndoesEachOfTheFourOrders)
{
    EXPECT_EQ(rawOf(Words{0x0A0B, 0x0C0D}, Order::Big), 0x0A0B0C0DU);
    EXPECT_EQ(rawOf(Words{0x0C0D, 0x0A0B}, Order::LittleWords), 0x0A0B0C0DU);
    EXPECT_EQ(rawOf(Words{0x0B0A, 0x0D0C}, Order::LittleBytes), 0x0A0B0C0DU);
    EXPECT_EQ(rawOf(Words{0x0D0C, 0x0B0A}, Order::Little), 0x0A0B0C0DU);
}

TEST(Raw, TurnsAllFourWordsOf64BitsRound)
{
    EXPECT_EQ(rawOf(Words{4, 3, 2, 1}, Order::LittleWords), 0x0001000200030004U);
}

TEST(Raw, GivesSignedTypesTheirSign)
{
    EXPECT_EQ(signedOf(Type::S16, 0xFF38), -200);
    EXPECT_EQ(signedOf(Type::S32, 0xFFFFFF38), -200);
    EXPECT_EQ(signedOf(Type::S64, ~std::uint64_t{0}), -1);
    EXPECT_EQ(signedOf(Type::U16, 0xFF38), 0xFF38);
    EXPECT_EQ(signedOf(Type::S64, 0x7FFFFFFFFFFFFFFF), std::numeric_limits<std::int64_t>::max());
}

TEST(Raw, KnowsWhatMakersPutWhereNothingIs)
{
    EXPECT_EQ(typicalSentinel(Type::U16), 0xFFFFU);
    EXPECT_EQ(typicalSentinel(Type::S16), 0x8000U);
    EXPECT_EQ(typicalSentinel(Type::U32), 0xFFFFFFFFU);
    EXPECT_EQ(typicalSentinel(Type::S32), 0x80000000U);
    EXPECT_EQ(typicalSentinel(Type::U64), ~std::uint64_t{0});
    EXPECT_EQ(typicalSentinel(Type::S64), std::uint64_t{1} << 63);
}

TEST(Raw, ReadsTextsUpToTheFirstNulWithoutBlanks)
{
    EXPECT_EQ(textOf(Words{0x4142, 0x4320, 0x2000, 0x5858}, Order::Big), "ABC");
    EXPECT_EQ(textOf(Words{0x4241}, Order::LittleBytes), "AB");
    EXPECT_EQ(textOf(Words{0x41FF, 0x0A42}, Order::Big), "A??B");
    EXPECT_EQ(textOf(Words{0, 0}, Order::Big), "");
}

} // namespace historian::modbus
