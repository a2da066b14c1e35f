#include "ctl/modbus/interpret.h"

#include <gtest/gtest.h>

namespace historian::ctl {

namespace {

using modbus::Order;
using modbus::Type;

Meaning meaningIn(const modbus::Words& words, Type type, Order order)
{
    for (const Meaning& meaning : interpret(words))
        if (meaning.type == type && meaning.order == order) return meaning;
    throw std::runtime_error("there is no such meaning");
}

double numberIn(const modbus::Words& words, Type type, Order order)
{
    const auto content = meaningIn(words, type, order).value.content;
    if (const auto* integer = std::get_if<std::int64_t>(&content))
        return static_cast<double>(*integer);
    return std::get<double>(content);
}

} // namespace

TEST(Interpret, FindsTheSameFloatInAllFourOrders)
{
    EXPECT_EQ(numberIn({0x4366, 0x8000}, Type::F32, Order::Big), 230.5);
    EXPECT_EQ(numberIn({0x8000, 0x4366}, Type::F32, Order::LittleWords), 230.5);
    EXPECT_EQ(numberIn({0x6643, 0x0080}, Type::F32, Order::LittleBytes), 230.5);
    EXPECT_EQ(numberIn({0x0080, 0x6643}, Type::F32, Order::Little), 230.5);
}

TEST(Interpret, ReadsWholeNumbersWithAndWithoutSign)
{
    EXPECT_EQ(numberIn({0xFFFE}, Type::U16, Order::Big), 65534);
    EXPECT_EQ(numberIn({0xFFFE}, Type::S16, Order::Big), -2);
    EXPECT_EQ(numberIn({0x0001, 0x86A0}, Type::U32, Order::Big), 100000);
    EXPECT_EQ(numberIn({0x86A0, 0x0001}, Type::U32, Order::LittleWords), 100000);
    EXPECT_EQ(numberIn({0, 0, 1, 0}, Type::S64, Order::Big), 65536);
}

TEST(Interpret, OffersOnlyTypesThatFit)
{
    EXPECT_EQ(interpret(modbus::Words{1}).size(), 3U * 4);             // u16 s16 string
    EXPECT_EQ(interpret(modbus::Words{1, 2}).size(), 6U * 4);          // and u32 s32 f32
    EXPECT_EQ(interpret(modbus::Words{1, 2, 3}).size(), 6U * 4);       // none has three
    EXPECT_EQ(interpret(modbus::Words{1, 2, 3, 4, 5}).size(), 9U * 4); // and u64 s64 f64
}

TEST(Interpret, MarksSizesThatMeasurementsHave)
{
    const modbus::Words voltage = {0x4366, 0x8000};
    EXPECT_TRUE(meaningIn(voltage, Type::F32, Order::Big).isOfUsualSize);
    EXPECT_FALSE(meaningIn(voltage, Type::F32, Order::LittleWords).isOfUsualSize);
    EXPECT_FALSE(meaningIn(voltage, Type::U32, Order::Big).isOfUsualSize);
    const modbus::Words hundredMillion = {0x05F5, 0xE100};
    EXPECT_TRUE(meaningIn(hundredMillion, Type::U32, Order::Big).isOfUsualSize);
    const modbus::Words oneMore = {0x05F5, 0xE101};
    EXPECT_FALSE(meaningIn(oneMore, Type::U32, Order::Big).isOfUsualSize);
    EXPECT_FALSE(meaningIn({0, 0}, Type::U32, Order::Big).isOfUsualSize);
    EXPECT_FALSE(meaningIn({230, 0}, Type::U16, Order::Big).isOfUsualSize);
}

TEST(Interpret, KnowsThePatternsOfNothing)
{
    EXPECT_TRUE(meaningIn({0xFFFF}, Type::U16, Order::Big).isUsuallyNothing);
    EXPECT_TRUE(meaningIn({0x8000}, Type::S16, Order::Big).isUsuallyNothing);
    EXPECT_TRUE(meaningIn({0x7FC0, 0}, Type::F32, Order::Big).isUsuallyNothing);
    EXPECT_FALSE(meaningIn({0x8000}, Type::U16, Order::Big).isUsuallyNothing);
}

TEST(Interpret, NamesTypesAndOrdersAsTheConfigurationDoes)
{
    EXPECT_EQ(nameOf(Type::F32), "f32");
    EXPECT_EQ(nameOf(Type::String), "string");
    EXPECT_EQ(nameOf(Order::LittleWords), "little_words");
}

} // namespace historian::ctl
