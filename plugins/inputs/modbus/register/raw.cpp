#include "register/raw.h"

#include <bit>

namespace historian::modbus {
namespace {

bool swapsBytes(Order order)
{
    return order == Order::LittleBytes || order == Order::Little;
}

bool swapsWords(Order order)
{
    return order == Order::LittleWords || order == Order::Little;
}

std::uint16_t inOrder(std::uint16_t word, Order order)
{
    return swapsBytes(order) ? static_cast<std::uint16_t>(word << 8 | word >> 8) : word;
}

unsigned widthOf(Type type)
{
    Item item;
    item.type = type;
    return 16U * sizeOf(item);
}

} // namespace

std::uint64_t rawOf(std::span<const std::uint16_t> words, Order order)
{
    std::uint64_t raw = 0;
    for (std::size_t i = 0; i < words.size(); ++i)
        raw = raw << 16 | inOrder(words[swapsWords(order) ? words.size() - 1 - i : i], order);
    return raw;
}

bool isSigned(Type type)
{
    return type == Type::S16 || type == Type::S32 || type == Type::S64;
}

std::int64_t signedOf(Type type, std::uint64_t raw)
{
    if (!isSigned(type)) return static_cast<std::int64_t>(raw);
    const unsigned unused = 64 - widthOf(type);
    return std::bit_cast<std::int64_t>(raw << unused) >> unused;
}

std::uint64_t typicalSentinel(Type type)
{
    switch (type) {
    case Type::U16:
    case Type::U32:
    case Type::U64:
    case Type::Bits32:
    case Type::Bcd16:
    case Type::Bcd32: return ~std::uint64_t{0} >> (64 - widthOf(type));
    case Type::S16:
    case Type::S32:
    case Type::S64: return std::uint64_t{1} << (widthOf(type) - 1);
    case Type::Bit:
    case Type::Bits: return 0xFFFF;
    default: return ~std::uint64_t{0} - 1;
    }
}

std::optional<std::uint64_t> decimalOf(std::uint64_t raw)
{
    std::uint64_t number = 0;
    for (unsigned shift = 64; shift > 0; shift -= 4) {
        const std::uint64_t digit = raw >> (shift - 4) & 0xF;
        if (digit > 9) return std::nullopt;
        number = 10 * number + digit;
    }
    return number;
}

std::string textOf(std::span<const std::uint16_t> words, Order order)
{
    std::string text;
    for (const std::uint16_t word : words) {
        text += static_cast<char>(inOrder(word, order) >> 8);
        text += static_cast<char>(inOrder(word, order));
    }
    text.resize(std::min(text.find('\0'), text.size()));
    for (char& character : text)
        if (character < ' ' || character > '~') character = '?';
    text.resize(text.find_last_not_of(' ') + 1);
    return text;
}

} // namespace historian::modbus
