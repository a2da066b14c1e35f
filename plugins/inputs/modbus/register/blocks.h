#pragma once

#include "register/item.h"

#include <span>
#include <utility>

namespace historian::modbus {

/// What a device lets be read at once.
struct BlockLimits {
    unsigned gapMax = 16;        ///< registers nobody wants between two that are wanted
    unsigned registersMax = 100; ///< of one request
};

inline constexpr unsigned kGapBits = 64; ///< as gapMax, for tables of bits

/// One request, and the items whose values it brings (indices into the items, by address).
struct Block {
    Table table = Table::Holding;
    std::uint16_t address = 0;
    std::uint16_t count = 0;
    std::chrono::milliseconds interval{0};
    std::vector<std::size_t> items;
};

/// The fewest requests that bring all items, within the limits; an item and its scale register are
/// never parted, even if that takes more than registersMax. Every extent is at most as long as the
/// protocol allows. Items with different intervals are never read together.
std::vector<Block> mergeBlocks(std::span<const Item> items, const BlockLimits& limits);

/// A block that a device refused, in two: at its widest gap, else in the middle. Needs two items.
std::pair<Block, Block> cutBlock(const Block& block, std::span<const Item> items);

} // namespace historian::modbus
