#include "register/number_text.h"

#include <charconv>

namespace historian::modbus {

std::optional<std::uint64_t> wholeNumber(std::string_view text)
{
    const bool isHexadecimal = text.starts_with("0x") || text.starts_with("0X");
    if (isHexadecimal) text.remove_prefix(2);
    if (!isHexadecimal && text.size() > 1 && text.front() == '0') return std::nullopt;
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, fault] =
        std::from_chars(text.data(), end, number, isHexadecimal ? 16 : 10);
    if (fault != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

} // namespace historian::modbus
