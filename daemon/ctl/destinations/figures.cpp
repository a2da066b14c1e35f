#include "ctl/destinations/figures.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace historian::ctl {

namespace {

std::optional<double> numberOf(const Poco::JSON::Object& object, const std::string& key)
{
    if (!object.has(key) || object.isNull(key)) return std::nullopt;
    return object.getValue<double>(key);
}

std::string oneDecimal(double number)
{
    std::array<char, 32> digits{};
    const auto end = std::to_chars(
        digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, 1);
    return {digits.data(), end.ptr};
}

} // namespace

std::string readingsOf(const Poco::JSON::Object& object, const std::string& key)
{
    const auto count = numberOf(object, key);
    if (!count) return "-";
    const auto whole = static_cast<std::int64_t>(*count);
    return std::to_string(whole) + (whole == 1 ? " reading" : " readings");
}

std::string rateOf(const Poco::JSON::Object& object, const std::string& key)
{
    const auto rate = numberOf(object, key);
    if (!rate) return "-";
    if (*rate == 0) return "0 readings/s";
    if (*rate >= 1) return oneDecimal(*rate) + " readings/s";
    std::array<char, 32> digits{};
    const auto end = std::to_chars(
        digits.data(), digits.data() + digits.size(), *rate, std::chars_format::general, 2);
    return std::string(digits.data(), end.ptr) + " readings/s";
}

std::string keptOf(const Poco::JSON::Object& destination)
{
    const auto window = static_cast<std::int64_t>(numberOf(destination, "window_s").value_or(0));
    if (window == 0) return "all readings";
    const double kept = numberOf(destination, "delivered_readings").value_or(0) +
                        numberOf(destination, "duplicate_readings").value_or(0);
    const double all = kept + numberOf(destination, "thinned_readings").value_or(0);
    const std::string rule = "a reading per device and " + std::to_string(window) + " s";
    if (kept == 0) return rule;
    return rule + ": 1 of " + std::to_string(std::llround(all / kept)) + " kept";
}

std::string bytesOf(const Poco::JSON::Object& object, const std::string& key)
{
    const auto bytes = numberOf(object, key);
    if (!bytes) return "-";
    constexpr std::pair<double, const char*> kUnits[] = {
        {1e12, " TB"}, {1e9, " GB"}, {1e6, " MB"}, {1e3, " kB"}};
    for (const auto& [size, unit] : kUnits)
        if (*bytes >= size) return oneDecimal(*bytes / size) + unit;
    return std::to_string(static_cast<std::int64_t>(*bytes)) + " B";
}

std::string durationOf(const Poco::JSON::Object& object, const std::string& key)
{
    const auto seconds = numberOf(object, key);
    if (!seconds) return "-";
    constexpr std::pair<std::int64_t, const char*> kUnits[] = {
        {86'400, " d"}, {3600, " h"}, {60, " min"}, {1, " s"}};
    auto rest = static_cast<std::int64_t>(*seconds);
    for (std::size_t i = 0; i + 1 < std::size(kUnits); ++i) {
        const auto& [size, unit] = kUnits[i];
        if (rest < size) continue;
        const auto& [nextSize, nextUnit] = kUnits[i + 1];
        return std::to_string(rest / size) + unit + " " + std::to_string(rest % size / nextSize) +
               nextUnit;
    }
    return std::to_string(rest) + " s";
}

} // namespace historian::ctl
