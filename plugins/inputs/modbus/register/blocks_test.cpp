#include "register/blocks.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

Item at(std::uint16_t address, Table table = Table::Holding)
{
    Item item;
    item.address = address;
    item.table = table;
    if (holdsBits(table)) item.type = Type::Bit;
    return item;
}

Item withScale(std::uint16_t address, std::uint16_t scaleRegister)
{
    Item item = at(address);
    item.scaleRegister = scaleRegister;
    return item;
}

std::vector<std::pair<int, int>> spans(const std::vector<Block>& blocks)
{
    std::vector<std::pair<int, int>> result;
    for (const Block& block : blocks) result.emplace_back(block.address, block.count);
    return result;
}

using Spans = std::vector<std::pair<int, int>>;

} // namespace

TEST(Blocks, ReadNeighboursTogetherWhateverTheirOrder)
{
    const std::vector<Item> items{at(12), at(10), at(11)};
    EXPECT_EQ(spans(mergeBlocks(items, {0, 100})), (Spans{{10, 3}}));
}

TEST(Blocks, BridgeGapsUpToTheLimitAndNoFurther)
{
    const std::vector<Item> items{at(0), at(17), at(35)};
    EXPECT_EQ(spans(mergeBlocks(items, {16, 100})), (Spans{{0, 18}, {35, 1}}));
}

TEST(Blocks, AreNoLongerThanTheDeviceAllows)
{
    std::vector<Item> items;
    for (std::uint16_t address = 0; address < 250; ++address) items.push_back(at(address));
    EXPECT_EQ(spans(mergeBlocks(items, {16, 125})), (Spans{{0, 125}, {125, 125}}));
    EXPECT_EQ(spans(mergeBlocks(items, {16, 1})).size(), 250U);
}

TEST(Blocks, NeverCutAValueInTwo)
{
    Item last = at(99);
    last.type = Type::U32;
    const std::vector<Item> items{at(0), last};
    EXPECT_EQ(spans(mergeBlocks(items, {125, 100})), (Spans{{0, 1}, {99, 2}}));
}

TEST(Blocks, ReadAScaleRegisterWithItsValueHoweverFar)
{
    const std::vector<Item> items{withScale(10, 115), withScale(11, 116), withScale(12, 117)};
    EXPECT_EQ(spans(mergeBlocks(items, {16, 60})), (Spans{{10, 108}}));
}

TEST(Blocks, KeepTablesAndIntervalsApart)
{
    Item slow = at(2);
    slow.interval = std::chrono::hours(1);
    const std::vector<Item> items{at(1), at(1, Table::Input), slow, at(3)};
    EXPECT_EQ(spans(mergeBlocks(items, {16, 100})), (Spans{{1, 3}, {1, 1}, {2, 1}}));
}

TEST(Blocks, TakeBitsUpToTheProtocolsLimit)
{
    const std::vector<Item> items{at(0, Table::Coil), at(65, Table::Coil), at(131, Table::Coil)};
    EXPECT_EQ(spans(mergeBlocks(items, {0, 1})), (Spans{{0, 66}, {131, 1}}));
}

TEST(Blocks, AreCutAtTheirWidestGap)
{
    const std::vector<Item> items{at(0), at(1), at(4), at(20), at(21)};
    const auto [first, second] = cutBlock(mergeBlocks(items, {16, 100})[0], items);
    EXPECT_EQ(spans({first, second}), (Spans{{0, 5}, {20, 2}}));
    EXPECT_EQ(first.items.size(), 3U);
}

TEST(Blocks, AreHalvedIfTheyHaveNoGap)
{
    const std::vector<Item> items{at(0), at(1), at(2), at(3)};
    const auto [first, second] = cutBlock(mergeBlocks(items, {16, 100})[0], items);
    EXPECT_EQ(spans({first, second}), (Spans{{0, 2}, {2, 2}}));
}

TEST(Blocks, HoldAnItemAtTheEndOfTheAddresses)
{
    const std::vector<Item> items{at(65535)};
    EXPECT_EQ(spans(mergeBlocks(items, {16, 100})), (Spans{{65535, 1}}));
}

} // namespace historian::modbus
