#include "ctl/modbus/interpret.h"

#include "register/keys.h"
#include "register/raw.h"

#include <cmath>
#include <optional>

namespace historian::ctl {

namespace {

using modbus::Order;
using modbus::Type;

constexpr Type kNumbers[] = {
    Type::U16, Type::S16, Type::U32, Type::S32, Type::U64, Type::S64, Type::F32, Type::F64};
constexpr Order kAllOrders[] = {Order::Big, Order::LittleWords, Order::LittleBytes, Order::Little};

std::optional<double> numberOf(const modbus::Decoded& value)
{
    if (const auto* number = std::get_if<double>(&value.content)) return *number;
    if (const auto* integer = std::get_if<std::int64_t>(&value.content))
        return static_cast<double>(*integer);
    return std::nullopt;
}

Meaning meaningOf(Type type, Order order, std::span<const std::uint16_t> words)
{
    modbus::Item item;
    item.type = type;
    item.order = order;
    item.length = static_cast<unsigned>(words.size());
    const auto own = words.first(modbus::sizeOf(item));
    Meaning meaning{type, order, modbus::decode(item, own, std::nullopt)};
    const double size = std::abs(numberOf(meaning.value).value_or(0));
    meaning.isOfUsualSize = own.size() > 1 && size >= kUsualMin && size <= kUsualMax;
    item.hasTypicalSentinel = true;
    meaning.isUsuallyNothing =
        modbus::decode(item, own, std::nullopt).quality == Quality::BadSentinel;
    return meaning;
}

void addOrders(Type type, std::span<const std::uint16_t> words, std::vector<Meaning>& meanings)
{
    for (const Order order : kAllOrders) meanings.push_back(meaningOf(type, order, words));
}

} // namespace

std::vector<Meaning> interpret(std::span<const std::uint16_t> words)
{
    std::vector<Meaning> meanings;
    for (const Type type : kNumbers) {
        modbus::Item item;
        item.type = type;
        if (modbus::sizeOf(item) <= words.size()) addOrders(type, words, meanings);
    }
    addOrders(Type::String, words, meanings);
    return meanings;
}

std::string_view nameOf(Type type)
{
    return modbus::kTypes[static_cast<std::size_t>(type)];
}

std::string_view nameOf(Order order)
{
    return modbus::kOrders[static_cast<std::size_t>(order)];
}

} // namespace historian::ctl
