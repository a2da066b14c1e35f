#include "register/decode.h"

#include "register/raw.h"
#include "register/scaling.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace historian::modbus {
namespace {

constexpr Decoded none(Quality reason)
{
    return {std::monostate{}, reason};
}

bool isSentinel(const Item& item, std::uint64_t raw)
{
    return std::ranges::find(item.sentinels, raw) != item.sentinels.end() ||
           (item.hasTypicalSentinel && raw == typicalSentinel(item.type));
}

bool hasScaling(const Item& item)
{
    return item.scale != 1 || item.offset != 0 || item.scaleRegister;
}

// u64 above the highest int64 has no exact place; a decimal number is the nearest.
Decoded unscaled(const Item& item, std::uint64_t raw)
{
    const bool isHuge = !isSigned(item.type) && raw > std::numeric_limits<std::int64_t>::max();
    if (isHuge) return {static_cast<double>(raw)};
    return {signedOf(item.type, raw)};
}

Decoded labelled(const Item& item, std::int64_t number)
{
    const auto label = std::ranges::find(item.labels, number, &Label::number);
    if (label != item.labels.end()) return {label->text};
    return {std::to_string(number), Quality::UncertainRange};
}

Decoded scaled(const Item& item, double number, std::optional<std::uint16_t> scaleWord)
{
    int exponent = 0;
    if (scaleWord) {
        exponent = static_cast<std::int16_t>(*scaleWord);
        if (exponent == std::numeric_limits<std::int16_t>::min()) return none(Quality::BadSentinel);
        if (std::abs(exponent) > kExponentMax) return none(Quality::BadDevice);
    }
    return {scaledNumber(number, item.scale, exponent) + item.offset};
}

Decoded decodeFloat(const Item& item, std::uint64_t raw, std::optional<std::uint16_t> scaleWord)
{
    const double number =
        item.type == Type::F32
            ? shortestDecimal(std::bit_cast<float>(static_cast<std::uint32_t>(raw)))
            : std::bit_cast<double>(raw);
    if (std::isnan(number) && item.hasTypicalSentinel) return none(Quality::BadSentinel);
    if (!std::isfinite(number)) return none(Quality::BadNotANumber);
    return hasScaling(item) ? scaled(item, number, scaleWord) : Decoded{number};
}

Decoded decodeText(const Item& item, std::span<const std::uint16_t> words)
{
    std::string text = textOf(words, item.order);
    if (text.empty())
        return none(item.hasTypicalSentinel ? Quality::BadSentinel : Quality::BadNoValue);
    return {std::move(text)};
}

bool isDecimal(Type type)
{
    return type == Type::Bcd16 || type == Type::Bcd32;
}

Decoded decodeInteger(const Item& item, std::uint64_t raw, std::optional<std::uint16_t> scaleWord)
{
    if (!item.labels.empty()) return labelled(item, signedOf(item.type, raw));
    if (!hasScaling(item)) return unscaled(item, raw);
    const double number = isSigned(item.type) ? static_cast<double>(signedOf(item.type, raw))
                                              : static_cast<double>(raw);
    return scaled(item, number, scaleWord);
}

} // namespace

Decoded decode(const Item& item,
               std::span<const std::uint16_t> words,
               std::optional<std::uint16_t> scaleWord)
{
    if (item.type == Type::String) return decodeText(item, words);
    const std::uint64_t raw = rawOf(words, item.order);
    if (isSentinel(item, raw)) return none(Quality::BadSentinel);
    if (item.type == Type::Bit) return {((raw >> item.bit) & 1) != 0};
    if (isBits(item.type))
        return decodeInteger(
            item, (raw >> item.bit) & ((std::uint64_t{1} << item.length) - 1), scaleWord);
    if (isDecimal(item.type)) {
        const std::optional<std::uint64_t> number = decimalOf(raw);
        return number ? decodeInteger(item, *number, scaleWord) : none(Quality::BadDevice);
    }
    if (item.type == Type::F32 || item.type == Type::F64) return decodeFloat(item, raw, scaleWord);
    return decodeInteger(item, raw, scaleWord);
}

void addTo(Batch& batch, Symbol metric, const Decoded& decoded)
{
    const Quality quality = decoded.quality;
    if (const auto* number = std::get_if<double>(&decoded.content))
        batch.add(Value::number(metric, *number, quality));
    else if (const auto* integer = std::get_if<std::int64_t>(&decoded.content))
        batch.add(Value::integer(metric, *integer, quality));
    else if (const auto* flag = std::get_if<bool>(&decoded.content))
        batch.add(Value::boolean(metric, *flag, quality));
    else if (const auto* text = std::get_if<std::string>(&decoded.content))
        batch.add(Value::text(metric, batch.keep(*text), quality));
    else
        batch.add(Value::none(metric, quality));
}

} // namespace historian::modbus
