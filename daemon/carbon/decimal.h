#pragma once

#include <historian/error.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace historian::carbon {

/// An exact decimal number: what was written is what is counted with, and a product has all its
/// places. Nothing is rounded; text() cuts. Holds 38 digits, enough for an energy and three
/// factors of nine digits each.
/// Threads: none.
class Decimal {
public:
    Decimal() = default;

    /// `digits` with the point `places` from the right.
    Decimal(std::int64_t digits, int places) : digits_(digits), places_(places) {}

    /// A plain decimal of at most nine digits (`0.660`, `-3`), or nothing.
    static std::optional<Decimal> parse(std::string_view text);

    Decimal operator*(const Decimal& other) const;

    /// The same number divided by 10^places, exactly.
    Decimal shifted(int places) const;

    /// Cut (never rounded) after `places` decimals, without trailing zeros: 0.0009795492 with 6
    /// is 0.000979.
    std::string text(int places) const;

private:
    __extension__ using Digits = __int128;

    Digits digits_ = 0;
    int places_ = 0;
};

} // namespace historian::carbon
