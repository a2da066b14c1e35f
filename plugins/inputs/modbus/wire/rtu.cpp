#include "wire/rtu.h"

#include "wire/crc16.h"

#include <algorithm>

namespace historian::modbus {
namespace {

constexpr std::size_t kExceptionFrame = 5;
constexpr std::size_t kRequestFrame = 8;

bool hasGoodCrc(ByteView frame)
{
    const std::size_t body = frame.size() - 2;
    const std::uint16_t crc = crc16(frame.first(body));
    return frame[body] == (crc & 0xFF) && frame[body + 1] == crc >> 8;
}

// A reply to any read with a good CRC at the beginning of the bytes; 0: none.
std::size_t frameSize(ByteView bytes)
{
    if (bytes.size() < kExceptionFrame) return 0;
    const std::uint8_t function = bytes[1] & 0x7F;
    if (function < 1 || function > 4) return 0;
    const std::size_t size = (bytes[1] & 0x80) != 0 ? kExceptionFrame : 5U + bytes[2];
    return size <= bytes.size() && size <= kRtuFrameMax && hasGoodCrc(bytes.first(size)) ? size : 0;
}

void countLeftovers(ByteView bytes, RtuScan& scan)
{
    while (!bytes.empty()) {
        const std::size_t size = frameSize(bytes);
        scan.strangers += size > 0 ? 1 : 0;
        scan.noiseBytes += size > 0 ? 0 : 1;
        bytes = bytes.subspan(std::max<std::size_t>(size, 1));
    }
}

// A reply with the request's eight bytes would hold an odd number of bytes, so no registers.
std::size_t echoSize(ByteView bytes, const Read& read)
{
    const Bytes request = rtuRequest(read);
    return bytes.size() >= kRequestFrame && std::ranges::equal(bytes.first(kRequestFrame), request)
               ? kRequestFrame
               : 0;
}

Reply replyAt(ByteView bytes, const Read& read)
{
    const std::size_t size = frameSize(bytes);
    if (size == 0 || bytes[0] != read.unit) return {};
    Reply reply = parseReply(bytes.subspan(1, size - 3), read);
    if (reply.kind == Reply::Kind::Foreign) reply.kind = Reply::Kind::Malformed;
    return reply;
}

} // namespace

Bytes rtuRequest(const Read& read)
{
    const Bytes pdu = requestPdu(read);
    Bytes frame(kRequestFrame);
    frame[0] = read.unit;
    std::ranges::copy(pdu, frame.begin() + 1);
    const std::uint16_t crc = crc16(ByteView(frame).first(kRequestFrame - 2));
    frame[kRequestFrame - 2] = static_cast<std::uint8_t>(crc);
    frame[kRequestFrame - 1] = static_cast<std::uint8_t>(crc >> 8);
    return frame;
}

std::size_t rtuReplySize(const Read& read)
{
    return replyPduSize(read) + 3;
}

RtuScan scanRtu(ByteView bytes, const Read& read)
{
    RtuScan scan;
    scan.size = echoSize(bytes, read);
    scan.hasEcho = scan.size > 0;
    for (std::size_t at = scan.size; at + kExceptionFrame <= bytes.size(); ++at) {
        Reply reply = replyAt(bytes.subspan(at), read);
        if (reply.kind == Reply::Kind::Malformed) continue;
        countLeftovers(bytes.subspan(scan.size, at - scan.size), scan);
        scan.isFound = true;
        scan.reply = std::move(reply);
        scan.size = at + frameSize(bytes.subspan(at));
        return scan;
    }
    while (const std::size_t size = frameSize(bytes.subspan(scan.size))) {
        scan.size += size;
        ++scan.strangers;
    }
    return scan;
}

RtuScan scanRtuLeftovers(ByteView bytes)
{
    RtuScan scan;
    countLeftovers(bytes, scan);
    scan.size = bytes.size();
    return scan;
}

} // namespace historian::modbus
