#include "register/scaling.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace historian::modbus {
namespace {

constexpr double kWholeMax = 1e15; // doubles up to here hold every whole number

double powerOfTen(int exponent)
{
    double power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

} // namespace

double scaledNumber(double number, double scale, int exponent)
{
    double factor = 1;
    double divisor = 1;
    const double inverse = std::round(1 / scale);
    if (std::abs(scale) < 1 && std::abs(inverse) < kWholeMax && 1 / inverse == scale)
        divisor = inverse;
    else
        factor = scale;
    (exponent < 0 ? divisor : factor) *= powerOfTen(std::abs(exponent));
    return number * factor / divisor;
}

double shortestDecimal(float number)
{
    if (!std::isfinite(number)) return number;
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), number);
    double decimal = 0;
    std::from_chars(text.data(), written.ptr, decimal);
    return decimal;
}

} // namespace historian::modbus
