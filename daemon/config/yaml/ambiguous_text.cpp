#include "config/yaml/ambiguous_text.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace historian::config {
namespace {

constexpr std::string_view kWords[] = {
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ".nan", ".inf"};
constexpr std::string_view kDigits = "0123456789";

bool consistsOf(std::string_view text, std::string_view characters)
{
    return text.find_first_not_of(characters) == std::string_view::npos;
}

bool isWord(std::string_view plain)
{
    std::string lower(plain);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::ranges::find(kWords, lower) != std::end(kWords);
}

bool isDecimal(std::string_view plain)
{
    double number = 0;
    const char* end = plain.data() + plain.size();
    return std::from_chars(plain.data(), end, number).ptr == end;
}

bool isOtherBase(std::string_view plain)
{
    const std::string_view base = plain.substr(0, 2);
    return plain.size() > 2 &&
           ((base == "0x" && consistsOf(plain.substr(2), "0123456789abcdefABCDEF_")) ||
            (base == "0o" && consistsOf(plain.substr(2), "01234567_")) ||
            (base == "0b" && consistsOf(plain.substr(2), "01_")));
}

bool isDay(std::string_view plain)
{
    return plain.size() == 10 && plain[4] == '-' && plain[7] == '-' &&
           std::ranges::count(plain, '-') == 2;
}

} // namespace

bool isAmbiguous(std::string_view plain)
{
    if (plain.starts_with('+') || plain.starts_with('-')) plain.remove_prefix(1);
    if (isWord(plain)) return true;
    if (plain.empty() || !consistsOf(plain.substr(0, 1), "0123456789.")) return false;
    const bool isWhole = consistsOf(plain, kDigits);
    if (isWhole) return plain.size() > 1 && plain.front() == '0';
    return isDecimal(plain) || isOtherBase(plain) || consistsOf(plain, "0123456789_:.") ||
           (isDay(plain) && consistsOf(plain, "0123456789-"));
}

} // namespace historian::config
