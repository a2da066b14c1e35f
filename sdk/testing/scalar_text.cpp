#include "scalar_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <span>

namespace historian::testing {

namespace {

struct Unit {
    std::string_view name;
    double factor;
};

constexpr std::array kDurations{
    Unit{"ms", 0.001}, Unit{"s", 1}, Unit{"min", 60}, Unit{"h", 3600}, Unit{"d", 86'400}};
constexpr std::array kSizes{Unit{"", 1},
                            Unit{"B", 1},
                            Unit{"kB", 1e3},
                            Unit{"KB", 1e3},
                            Unit{"MB", 1e6},
                            Unit{"GB", 1e9},
                            Unit{"TB", 1e12},
                            Unit{"KiB", 1024},
                            Unit{"MiB", 1024.0 * 1024},
                            Unit{"GiB", 1024.0 * 1024 * 1024},
                            Unit{"TiB", 1024.0 * 1024 * 1024 * 1024}};

template <typename Number>
std::optional<Number> whole(std::string_view text)
{
    Number number{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<double> withUnit(std::string_view text, std::span<const Unit> units)
{
    const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = whole<double>(text.substr(0, digits));
    std::string_view name = text.substr(digits);
    if (name.starts_with(' ')) name.remove_prefix(1);
    for (const Unit& unit : units)
        if (number && unit.name == name) return *number * unit.factor;
    return std::nullopt;
}

} // namespace

std::optional<std::int64_t> integerOf(std::string_view text)
{
    return whole<std::int64_t>(text);
}

std::optional<double> numberOf(std::string_view text)
{
    const auto number = whole<double>(text);
    return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<double> secondsOf(std::string_view text)
{
    return withUnit(text, kDurations);
}

std::optional<double> bytesOf(std::string_view text)
{
    return withUnit(text, kSizes);
}

} // namespace historian::testing
