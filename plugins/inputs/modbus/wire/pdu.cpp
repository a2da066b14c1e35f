#include "wire/pdu.h"

namespace historian::modbus {
namespace {

std::size_t dataSize(const Read& read)
{
    return holdsBits(read.table) ? (read.count + 7U) / 8U : read.count * 2U;
}

Words wordsOf(ByteView data, const Read& read)
{
    Words words(read.count);
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] =
            static_cast<std::uint16_t>(holdsBits(read.table) ? (data[i / 8] >> (i % 8)) & 1
                                                             : data[2 * i] << 8 | data[2 * i + 1]);
    return words;
}

} // namespace

Bytes requestPdu(const Read& read)
{
    return {static_cast<std::uint8_t>(read.table),
            static_cast<std::uint8_t>(read.address >> 8),
            static_cast<std::uint8_t>(read.address),
            static_cast<std::uint8_t>(read.count >> 8),
            static_cast<std::uint8_t>(read.count)};
}

std::size_t replyPduSize(const Read& read)
{
    return 2 + dataSize(read);
}

Reply parseReply(ByteView pdu, const Read& read)
{
    const auto function = static_cast<std::uint8_t>(read.table);
    if (pdu.empty() || (pdu[0] & 0x7F) != function) return {Reply::Kind::Foreign, 0, {}};
    if (pdu[0] != function) {
        if (pdu.size() != 2) return {};
        return {Reply::Kind::Exception, pdu[1], {}};
    }
    if (pdu.size() != replyPduSize(read) || pdu[1] != dataSize(read)) return {};
    return {Reply::Kind::Values, 0, wordsOf(pdu.subspan(2), read)};
}

std::string_view exceptionText(std::uint8_t code)
{
    switch (code) {
    case 1: return "illegal function";
    case 2: return "illegal address";
    case 3: return "illegal value";
    case 4: return "device failure";
    case 5: return "acknowledged, not ready";
    case 6: return "busy";
    case 8: return "memory parity error";
    case 10: return "gateway has no path";
    case 11: return "no reply behind the gateway";
    default: return "the vendor's code";
    }
}

} // namespace historian::modbus
