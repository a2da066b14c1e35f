#pragma once

#include "register/item.h"

#include <optional>
#include <span>

namespace historian::modbus {

/// One to four registers as one number, the first in the highest place after the order was undone.
std::uint64_t rawOf(std::span<const std::uint16_t> words, Order order);

bool isSigned(Type type);

/// The raw number with its sign, if its type has one.
std::int64_t signedOf(Type type, std::uint64_t raw);

/// What makers put into a register that has no value: all ones, or only the highest bit.
/// Floats and texts have other ways: a raw number that none of them can hold.
std::uint64_t typicalSentinel(Type type);

/// A number with a decimal digit in each four bits (0x1234 is 1234); nothing if one is above 9.
std::optional<std::uint64_t> decimalOf(std::uint64_t raw);

/// Two characters a register, up to the first NUL, without blanks at the end; what is not
/// printable ASCII becomes `?`.
std::string textOf(std::span<const std::uint16_t> words, Order order);

} // namespace historian::modbus
