#pragma once

#include "register/decode.h"

#include <span>
#include <string_view>
#include <vector>

namespace historian::ctl {

/// What registers mean if they are of one type in one order, by the decoder of input-modbus.
struct Meaning {
    modbus::Type type = modbus::Type::U16;
    modbus::Order order = modbus::Order::Big;
    modbus::Decoded value;
    bool isOfUsualSize = false; ///< a number of two or four registers that a meter could well show
    bool isUsuallyNothing = false; ///< the pattern that makers use for "not available"
};

/// Every type that the registers can begin with, in every order: types in the order of their
/// enumerators, the orders of each in theirs.
std::vector<Meaning> interpret(std::span<const std::uint16_t> words);

std::string_view nameOf(modbus::Type type);
std::string_view nameOf(modbus::Order order);

/// Sizes that measured values usually have. Numbers read in a wrong order seldom do.
inline constexpr double kUsualMin = 0.001;
inline constexpr double kUsualMax = 1e8;

} // namespace historian::ctl
