#include "register/decode.h"

#include <gtest/gtest.h>

#include <limits>

namespace historian::modbus {
namespace {

Item itemOf(Type type)
{
    Item item;
    item.type = type;
    return item;
}

template <typename T>
T contentOf(const Decoded& decoded)
{
    EXPECT_TRUE(std::holds_alternative<T>(decoded.content));
    return std::get<T>(decoded.content);
}

} // namespace

TEST(Decode, LeavesIntegersWholeIfNothingScalesThem)
{
    EXPECT_EQ(contentOf<std::int64_t>(decode(itemOf(Type::U16), Words{550}, {})), 550);
    EXPECT_EQ(contentOf<std::int64_t>(decode(itemOf(Type::S16), Words{0xFF38}, {})), -200);
    EXPECT_EQ(contentOf<std::int64_t>(
                  decode(itemOf(Type::U64), Words{0x7FFF, 0xFFFF, 0xFFFF, 0xFFFF}, {})),
              std::numeric_limits<std::int64_t>::max());
}

TEST(Decode, GivesTheNearestNumberBeyondInt64)
{
    EXPECT_EQ(contentOf<double>(decode(itemOf(Type::U64), Words{0x8000, 0, 0, 0}, {})),
              9223372036854775808.0);
}

TEST(Decode, ReadsAFloatInEachOrder)
{
    Item item = itemOf(Type::F32);
    const Words words[] = {{0x4366, 0x8000}, {0x8000, 0x4366}, {0x6643, 0x0080}, {0x0080, 0x6643}};
    for (const Order order : {Order::Big, Order::LittleWords, Order::LittleBytes, Order::Little}) {
        item.order = order;
        EXPECT_EQ(contentOf<double>(decode(item, words[static_cast<int>(order)], {})), 230.5);
    }
    EXPECT_EQ(contentOf<double>(decode(itemOf(Type::F64), Words{0x3FF8, 0, 0, 0}, {})), 1.5);
}

TEST(Decode, ScalesAndShifts)
{
    Item item = itemOf(Type::S16);
    item.scale = 0.1;
    item.offset = -40;
    EXPECT_EQ(contentOf<double>(decode(item, Words{655}, {})), 25.5);
}

TEST(Decode, TakesThePowerOfTenFromTheScaleRegister)
{
    Item item = itemOf(Type::S16);
    item.scaleRegister = 1;
    EXPECT_EQ(contentOf<double>(decode(item, Words{4997}, 0xFFFE)), 49.97);
    EXPECT_EQ(contentOf<double>(decode(item, Words{55}, 1)), 550);
    EXPECT_EQ(decode(item, Words{55}, 0x8000).quality, Quality::BadSentinel);
    EXPECT_EQ(decode(item, Words{55}, 11).quality, Quality::BadDevice);
}

TEST(Decode, SaysThatASentinelIsNoValue)
{
    Item item = itemOf(Type::S32);
    item.hasTypicalSentinel = true;
    item.sentinels = {0x7FFFFFFF};
    EXPECT_EQ(decode(item, Words{0x8000, 0}, {}).quality, Quality::BadSentinel);
    EXPECT_EQ(decode(item, Words{0x7FFF, 0xFFFF}, {}).quality, Quality::BadSentinel);
    EXPECT_EQ(decode(item, Words{0, 0}, {}).quality, Quality::Good);
    item.hasTypicalSentinel = false;
    EXPECT_EQ(decode(item, Words{0x8000, 0}, {}).quality, Quality::Good);
}

TEST(Decode, NeverMakesANanANumber)
{
    Item item = itemOf(Type::F32);
    EXPECT_EQ(decode(item, Words{0x7FC0, 0}, {}).quality, Quality::BadNotANumber);
    EXPECT_EQ(decode(item, Words{0x7F80, 0}, {}).quality, Quality::BadNotANumber);
    item.hasTypicalSentinel = true;
    EXPECT_EQ(decode(item, Words{0x7FC0, 0}, {}).quality, Quality::BadSentinel);
}

TEST(Decode, PicksBitsAndNamesThem)
{
    Item item = itemOf(Type::Bit);
    item.bit = 3;
    EXPECT_TRUE(contentOf<bool>(decode(item, Words{0x0008}, {})));
    EXPECT_FALSE(contentOf<bool>(decode(item, Words{0xFFF7}, {})));
    item = itemOf(Type::Bits);
    item.bit = 4;
    item.length = 2;
    EXPECT_EQ(contentOf<std::int64_t>(decode(item, Words{0x00E0}, {})), 2);
    item.labels = {{2, "mppt"}};
    EXPECT_EQ(contentOf<std::string>(decode(item, Words{0x00E0}, {})), "mppt");
    const Decoded unknown = decode(item, Words{0x0010}, {});
    EXPECT_EQ(contentOf<std::string>(unknown), "1");
    EXPECT_EQ(unknown.quality, Quality::UncertainRange);
}

TEST(Decode, PicksBitsOfTwoRegisters)
{
    Item item = itemOf(Type::Bits32);
    item.bit = 14;
    item.length = 4;
    EXPECT_EQ(contentOf<std::int64_t>(decode(item, Words{0x0002, 0x4000}, {})), 9);
    item.bit = 0;
    item.length = 32;
    EXPECT_EQ(contentOf<std::int64_t>(decode(item, Words{0xFFFF, 0xFFFE}, {})), 0xFFFFFFFE);
    item.hasTypicalSentinel = true;
    EXPECT_EQ(decode(item, Words{0xFFFF, 0xFFFF}, {}).quality, Quality::BadSentinel);
}

TEST(Decode, ReadsADecimalDigitInEachFourBits)
{
    EXPECT_EQ(contentOf<std::int64_t>(decode(itemOf(Type::Bcd16), Words{0x1234}, {})), 1234);
    Item item = itemOf(Type::Bcd32);
    item.scale = 0.01;
    EXPECT_EQ(contentOf<double>(decode(item, Words{0x9999, 0x9999}, {})), 999999.99);
    item.order = Order::LittleWords;
    EXPECT_EQ(contentOf<double>(decode(item, Words{0x0056, 0x0012}, {})), 1200.56);
}

TEST(Decode, TakesADigitAboveNineForNoNumber)
{
    Item item = itemOf(Type::Bcd16);
    EXPECT_EQ(decode(item, Words{0x12A4}, {}).quality, Quality::BadDevice);
    EXPECT_EQ(decode(item, Words{0xFFFF}, {}).quality, Quality::BadDevice);
    item.hasTypicalSentinel = true;
    EXPECT_EQ(decode(item, Words{0xFFFF}, {}).quality, Quality::BadSentinel);
}

TEST(Decode, ReadsTextsAndMissesEmptyOnes)
{
    Item item = itemOf(Type::String);
    item.length = 2;
    EXPECT_EQ(contentOf<std::string>(decode(item, Words{0x5347, 0x3100}, {})), "SG1");
    EXPECT_EQ(decode(item, Words{0, 0}, {}).quality, Quality::BadNoValue);
}

TEST(Decode, PutsEachKindOfContentIntoABatch)
{
    Batch batch;
    batch.begin(Symbol{1});
    addTo(batch, Symbol{2}, {1.5});
    addTo(batch, Symbol{3}, {std::string("on")});
    addTo(batch, Symbol{4}, {std::monostate{}, Quality::BadSentinel});
    const auto values = batch.values(batch[0]);
    EXPECT_EQ(values[0].asDouble(), 1.5);
    EXPECT_EQ(batch.text(values[1].asText()), "on");
    EXPECT_EQ(values[2].type(), ValueType::None);
}

} // namespace historian::modbus
