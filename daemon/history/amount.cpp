#include "history/amount.h"

#include <cmath>
#include <limits>

namespace historian::history {

namespace {

constexpr double kUnitsMax = 9.2e12;
constexpr std::int64_t kWholeUnitsMax = std::numeric_limits<Amount>::max() / kAmountsPerUnit;

} // namespace

std::optional<Amount> amountOf(double number)
{
    if (!std::isfinite(number) || std::abs(number) > kUnitsMax) return std::nullopt;
    return std::llround(number * static_cast<double>(kAmountsPerUnit));
}

std::optional<Amount> amountOf(const Value& value)
{
    if (value.type() != ValueType::Int64) {
        const std::optional<double> number = value.asNumber();
        return number ? amountOf(*number) : std::nullopt;
    }
    const std::int64_t number = value.asInt64();
    if (number > kWholeUnitsMax || number < -kWholeUnitsMax) return std::nullopt;
    return number * kAmountsPerUnit;
}

double unitsOf(Amount amount)
{
    return static_cast<double>(amount) / static_cast<double>(kAmountsPerUnit);
}

} // namespace historian::history
