#include "wire/mbap.h"

#include <algorithm>

namespace historian::modbus {
namespace {

constexpr std::size_t kHeader = 7;
constexpr std::size_t kLengthMin = 3; // unit, function, one byte

std::uint16_t wordAt(ByteView bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

} // namespace

Bytes mbapRequest(std::uint16_t transaction, const Read& read)
{
    const Bytes pdu = requestPdu(read);
    Bytes frame(kHeader + pdu.size());
    frame[0] = static_cast<std::uint8_t>(transaction >> 8);
    frame[1] = static_cast<std::uint8_t>(transaction);
    frame[5] = static_cast<std::uint8_t>(pdu.size() + 1);
    frame[6] = read.unit;
    std::ranges::copy(pdu, frame.begin() + kHeader);
    return frame;
}

MbapScan scanMbap(ByteView bytes)
{
    if (bytes.size() >= 4 && wordAt(bytes, 2) != 0) return {MbapScan::Kind::Lost, {}, 0};
    if (bytes.size() < kHeader) return {};
    const std::size_t length = wordAt(bytes, 4);
    if (length < kLengthMin || length > kPduMax + 1) return {MbapScan::Kind::Lost, {}, 0};
    const std::size_t size = kHeader - 1 + length;
    if (bytes.size() < size) return {};
    const ByteView pdu = bytes.subspan(kHeader, size - kHeader);
    return {MbapScan::Kind::Frame, {wordAt(bytes, 0), bytes[6], pdu}, size};
}

} // namespace historian::modbus
