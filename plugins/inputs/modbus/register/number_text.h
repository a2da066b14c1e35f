#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace historian::modbus {

/// A whole number as manuals write it: decimal without leading zeros, or hexadecimal with 0x.
std::optional<std::uint64_t> wholeNumber(std::string_view text);

} // namespace historian::modbus
