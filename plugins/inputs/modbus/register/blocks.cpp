#include "register/blocks.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace historian::modbus {
namespace {

auto keyOf(const Item& item)
{
    return std::tuple(item.interval, item.table, extentOf(item).begin, extentOf(item).end);
}

std::uint32_t endOf(const Block& block)
{
    return std::uint32_t{block.address} + block.count;
}

Block blockOf(const Item& item)
{
    return {item.table, static_cast<std::uint16_t>(extentOf(item).begin), 0, item.interval, {}};
}

void take(Block& block, std::size_t index, const Item& item)
{
    block.items.push_back(index);
    const std::uint32_t end = std::max(endOf(block), extentOf(item).end);
    block.count = static_cast<std::uint16_t>(end - block.address);
}

// A block that is too long already, for the sake of a scale register, may as well be used.
std::uint32_t countMax(const Block& block, const BlockLimits& limits)
{
    if (holdsBits(block.table)) return kBitsMax;
    return block.count > limits.registersMax ? kRegistersMax : limits.registersMax;
}

bool fits(const Block& block, const Item& item, const BlockLimits& limits)
{
    if (block.table != item.table || block.interval != item.interval) return false;
    const Extent extent = extentOf(item);
    const std::uint32_t gapMax = holdsBits(item.table) ? kGapBits : limits.gapMax;
    return extent.begin <= endOf(block) + gapMax &&
           std::max(extent.end, endOf(block)) - block.address <= countMax(block, limits);
}

Block blockOf(std::span<const std::size_t> indices, std::span<const Item> items)
{
    Block block = blockOf(items[indices.front()]);
    for (const std::size_t index : indices) take(block, index, items[index]);
    return block;
}

// The number of items before the widest gap; half of them if there is none.
std::size_t cutAt(const Block& block, std::span<const Item> items)
{
    std::size_t best = block.items.size() / 2;
    std::uint32_t widest = 0;
    std::uint32_t end = 0;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        const Extent extent = extentOf(items[block.items[i]]);
        if (i > 0 && extent.begin > end && extent.begin - end > widest) {
            widest = extent.begin - end;
            best = i;
        }
        end = std::max(end, extent.end);
    }
    return best;
}

} // namespace

std::vector<Block> mergeBlocks(std::span<const Item> items, const BlockLimits& limits)
{
    std::vector<std::size_t> order(items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t index) { return keyOf(items[index]); });
    std::vector<Block> blocks;
    for (const std::size_t index : order) {
        if (blocks.empty() || !fits(blocks.back(), items[index], limits))
            blocks.push_back(blockOf(items[index]));
        take(blocks.back(), index, items[index]);
    }
    return blocks;
}

std::pair<Block, Block> cutBlock(const Block& block, std::span<const Item> items)
{
    const std::span indices(block.items);
    const std::size_t at = cutAt(block, items);
    return {blockOf(indices.first(at), items), blockOf(indices.subspan(at), items)};
}

} // namespace historian::modbus
