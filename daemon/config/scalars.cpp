#include "config/scalars.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace historian::config {
namespace {

struct Unit {
    std::string_view name;
    double factor;
};

constexpr std::array kDurationUnits{Unit{"ms", 1},
                                    Unit{"s", 1000},
                                    Unit{"min", 60'000},
                                    Unit{"h", 3'600'000},
                                    Unit{"d", 86'400'000}};
constexpr std::array kSizeUnits{Unit{"", 1},
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
std::optional<Number> parseWhole(std::string_view text)
{
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

/// `1.5h`: a number of at least 0, perhaps a blank, a unit.
std::optional<double> parseWithUnit(std::string_view text, std::span<const Unit> units)
{
    const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const std::optional<double> number = parseNumber(text.substr(0, digits));
    std::string_view name = text.substr(digits);
    if (name.starts_with(' ')) name.remove_prefix(1);
    const auto unit = std::ranges::find(units, name, &Unit::name);
    if (!number || unit == units.end()) return std::nullopt;
    const double value = std::round(*number * unit->factor);
    if (value >= 9.2e18) return std::nullopt;
    return value;
}

// Two neighbours that changed places are one edit, as they are one slip of the hand.
std::size_t editDistance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> older(to.size() + 1);
    std::vector<std::size_t> old(to.size() + 1);
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        older.swap(old);
        old.swap(row);
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t replaced = old[j] + (from[i] == to[j] ? 0 : 1);
            row[j + 1] = std::min({replaced, row[j] + 1, old[j + 1] + 1});
            if (i > 0 && j > 0 && from[i] == to[j - 1] && from[i - 1] == to[j])
                row[j + 1] = std::min(row[j + 1], older[j - 1] + 1);
        }
    }
    return row.back();
}

} // namespace

bool hasLeadingZero(std::string_view text)
{
    if (text.starts_with('-')) text.remove_prefix(1);
    return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

std::optional<bool> parseBoolean(std::string_view text)
{
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    if (hasLeadingZero(text)) return std::nullopt;
    return parseWhole<std::int64_t>(text);
}

std::optional<double> parseNumber(std::string_view text)
{
    const std::optional<double> number = parseWhole<double>(text);
    if (!number || !std::isfinite(*number)) return std::nullopt;
    return number;
}

std::optional<std::chrono::milliseconds> parseDuration(std::string_view text)
{
    const std::optional<double> ms = parseWithUnit(text, kDurationUnits);
    if (!ms) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(*ms));
}

std::optional<std::int64_t> parseSize(std::string_view text)
{
    const std::optional<double> bytes = parseWithUnit(text, kSizeUnits);
    if (!bytes) return std::nullopt;
    return static_cast<std::int64_t>(*bytes);
}

std::string numberText(double number)
{
    std::array<char, 32> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), result.ptr};
}

std::optional<std::string_view> nearest(std::string_view written,
                                        std::span<const std::string_view> names)
{
    std::optional<std::string_view> best;
    std::size_t bestDistance = std::max<std::size_t>(2, written.size() / 3) + 1;
    for (const std::string_view name : names) {
        const std::size_t distance = editDistance(written, name);
        if (distance < bestDistance && distance < name.size()) {
            bestDistance = distance;
            best = name;
        }
    }
    return best;
}

std::string suggestion(std::string_view written, std::span<const std::string_view> names)
{
    const std::optional<std::string_view> name = nearest(written, names);
    return name ? ", did you mean '" + std::string(*name) + "'?" : std::string{};
}

} // namespace historian::config
