#include "carbon/decimal.h"

#include <algorithm>
#include <cstddef>

namespace historian::carbon {

namespace {

constexpr int kDigitsMax = 9;

} // namespace

std::optional<Decimal> Decimal::parse(std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    if (isNegative) text.remove_prefix(1);
    std::int64_t digits = 0;
    int count = 0;
    std::optional<int> places;
    for (const char c : text) {
        if (c == '.' && !places && count > 0) {
            places = 0;
            continue;
        }
        if (c < '0' || c > '9' || ++count > kDigitsMax) return std::nullopt;
        digits = digits * 10 + (c - '0');
        if (places) ++*places;
    }
    if (count == 0 || text.ends_with('.')) return std::nullopt;
    return Decimal(isNegative ? -digits : digits, places.value_or(0));
}

Decimal Decimal::operator*(const Decimal& other) const
{
    Decimal product;
    product.digits_ = digits_ * other.digits_;
    product.places_ = places_ + other.places_;
    return product;
}

Decimal Decimal::shifted(int places) const
{
    Decimal made = *this;
    made.places_ += places;
    return made;
}

std::string Decimal::text(int places) const
{
    Digits rest = digits_ < 0 ? -digits_ : digits_;
    int decimals = places_;
    for (; decimals > places; --decimals) rest /= 10;
    std::string out;
    for (int i = 0; rest > 0 || i <= decimals; ++i, rest /= 10) {
        if (i == decimals && decimals > 0) out += '.';
        out += static_cast<char>('0' + static_cast<int>(rest % 10));
    }
    std::ranges::reverse(out);
    if (decimals > 0) {
        out.erase(out.find_last_not_of('0') + 1);
        if (out.ends_with('.')) out.pop_back();
    }
    const bool isZero = out.find_first_not_of("0.") == std::string::npos;
    return digits_ < 0 && !isZero ? "-" + out : out;
}

} // namespace historian::carbon
