#pragma once

#include "wire/pdu.h"

#include <historian/reading.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace historian::modbus {

/// In the order of kTypes.
enum class Type : std::uint8_t {
    U16,
    S16,
    U32,
    S32,
    U64,
    S64,
    F32,
    F64,
    Bit,
    Bits,
    String,
    Bits32,
    Bcd16,
    Bcd32
};

/// How the bytes of a value lie in its registers, in the order of the enumerators: ABCD, CDAB,
/// BADC, DCBA.
enum class Order : std::uint8_t { Big, LittleWords, LittleBytes, Little };

/// A text for a number.
struct Label {
    std::int64_t number = 0;
    std::string text;
};

/// One wanted value: which registers, and how they become it.
struct Item {
    Symbol metric;
    std::string name; ///< of the metric, for messages
    Table table = Table::Holding;
    std::uint16_t address = 0;
    Type type = Type::U16;
    Order order = Order::Big;
    double scale = 1;
    double offset = 0;
    std::optional<std::uint16_t> scaleRegister;
    bool hasTypicalSentinel = false; ///< `auto`
    std::vector<std::uint64_t> sentinels;
    unsigned bit = 0;
    unsigned length = 1; ///< Bits, Bits32: bits; String: registers
    std::vector<Label> labels;
    std::chrono::milliseconds interval{0}; ///< 0: each poll
    std::vector<std::uint16_t> models;     ///< not empty: addresses count from the model's start
};

/// How many registers (or bits of a table of bits) the value itself takes.
constexpr std::uint16_t sizeOf(const Item& item)
{
    switch (item.type) {
    case Type::U32:
    case Type::S32:
    case Type::F32:
    case Type::Bits32:
    case Type::Bcd32: return 2;
    case Type::U64:
    case Type::S64:
    case Type::F64: return 4;
    case Type::String: return static_cast<std::uint16_t>(item.length);
    default: return 1;
    }
}

/// A run of bits of its registers.
constexpr bool isBits(Type type)
{
    return type == Type::Bits || type == Type::Bits32;
}

/// The addresses that must be read in one request: [begin, end), scale register included.
struct Extent {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

constexpr Extent extentOf(const Item& item)
{
    Extent extent{item.address, item.address + std::uint32_t{sizeOf(item)}};
    if (item.scaleRegister) {
        extent.begin = std::min<std::uint32_t>(extent.begin, *item.scaleRegister);
        extent.end = std::max<std::uint32_t>(extent.end, *item.scaleRegister + 1U);
    }
    return extent;
}

} // namespace historian::modbus
