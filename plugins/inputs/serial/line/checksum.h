#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace historian::serial {

/// What a line's trailer must be.
enum class Checksum : std::uint8_t {
    None,
    Nmea,  ///< `*hh`: the XOR of the bytes before it, without a leading `$`
    Crc16, ///< `*hhhh`: CRC-16/MODBUS of the bytes before it
};

/// The line without its trailer (and without the `$` of Nmea), or nothing if the trailer is missing
/// or wrong.
std::optional<std::string_view> withoutChecksum(std::string_view line, Checksum checksum);

/// CRC-16/MODBUS: polynomial 0x8005 reflected, begins with 0xFFFF; "123456789" gives 0x4B37.
std::uint16_t crc16(std::string_view bytes);

} // namespace historian::serial
