#pragma once

namespace historian::modbus {

inline constexpr int kExponentMax = 10; ///< of a scale register, by SunSpec

/// number * scale * 10^exponent with as few roundings as can be: 123 * 0.01 is 1.23, because a
/// scale that is one over a whole number divides.
double scaledNumber(double number, double scale, int exponent);

/// The shortest decimal that is this float: 230.1, where the float itself is 230.10000610351562.
double shortestDecimal(float number);

} // namespace historian::modbus
