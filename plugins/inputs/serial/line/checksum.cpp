#include "line/checksum.h"

#include <charconv>

namespace historian::serial {

namespace {

std::uint16_t xorOf(std::string_view bytes)
{
    std::uint8_t sum = 0;
    for (const char byte : bytes) sum ^= static_cast<std::uint8_t>(byte);
    return sum;
}

// The number after the last star, if there are exactly so many hexadecimal digits.
std::optional<unsigned> trailerOf(std::string_view line, std::size_t digits)
{
    if (line.size() <= digits || line[line.size() - digits - 1] != '*') return std::nullopt;
    unsigned number = 0;
    const auto [end, fault] =
        std::from_chars(line.data() + line.size() - digits, line.data() + line.size(), number, 16);
    if (fault != std::errc{} || end != line.data() + line.size()) return std::nullopt;
    return number;
}

} // namespace

std::uint16_t crc16(std::string_view bytes)
{
    constexpr unsigned kPolynomial = 0xA001; // 0x8005 with its bits reversed
    unsigned crc = 0xFFFF;
    for (const char byte : bytes) {
        crc ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1) != 0 ? (crc >> 1) ^ kPolynomial : crc >> 1;
    }
    return static_cast<std::uint16_t>(crc);
}

std::optional<std::string_view> withoutChecksum(std::string_view line, Checksum checksum)
{
    if (checksum == Checksum::None) return line;
    const bool isNmea = checksum == Checksum::Nmea;
    const std::size_t digits = isNmea ? 2 : 4;
    const auto trailer = trailerOf(line, digits);
    if (!trailer) return std::nullopt;
    std::string_view body = line.substr(0, line.size() - digits - 1);
    if (isNmea && body.starts_with('$')) body.remove_prefix(1);
    const unsigned sum = isNmea ? xorOf(body) : crc16(body);
    return sum == *trailer ? std::optional(body) : std::nullopt;
}

} // namespace historian::serial
