#pragma once

#include <historian/reading.h>

#include <cstdint>
#include <optional>

namespace historian::history {

/// What a counter shows, in whole millionths of its unit. Every resolution from 0.000001 up is a
/// whole number of them, so sums are exact and do not depend on their order.
using Amount = std::int64_t;

inline constexpr Amount kAmountsPerUnit = 1'000'000;

/// A number in millionths, rounded half away from zero at the seventh decimal; nothing if it is
/// not finite or beyond what an Amount holds (9.2e12 units).
std::optional<Amount> amountOf(double number);

/// The same of a stored value; an Int64 does not pass through a double. Nothing for texts and none.
std::optional<Amount> amountOf(const Value& value);

/// For display and JSON; exact up to 15 digits.
double unitsOf(Amount amount);

} // namespace historian::history
