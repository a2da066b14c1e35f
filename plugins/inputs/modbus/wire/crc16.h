#pragma once

#include <cstdint>
#include <span>

namespace historian::modbus {

/// The check sum at the end of an RTU frame, sent low byte first.
std::uint16_t crc16(std::span<const std::uint8_t> bytes);

} // namespace historian::modbus
