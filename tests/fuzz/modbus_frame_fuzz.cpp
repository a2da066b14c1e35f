// Any bytes from a Modbus device, after six that choose the request: no crash, nothing read outside
// them, and values only if a frame fits the request in every respect.

#include "wire/crc16.h"
#include "wire/mbap.h"
#include "wire/rtu.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace historian::modbus;

void require(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

Read requestOf(ByteView head)
{
    Read read;
    read.unit = head[0];
    read.table = static_cast<Table>(1 + head[1] % 4);
    read.address = static_cast<std::uint16_t>(head[2] << 8 | head[3]);
    const int max = holdsBits(read.table) ? kBitsMax : kRegistersMax;
    read.count = static_cast<std::uint16_t>(1 + (head[4] << 8 | head[5]) % max);
    return read;
}

void checkReply(const Reply& reply, const Read& read)
{
    const bool hasValues = reply.kind == Reply::Kind::Values;
    require(reply.words.size() == (hasValues ? read.count : 0U), "as many values as asked for");
    if (!holdsBits(read.table)) return;
    require(std::ranges::all_of(reply.words, [](auto word) { return word < 2; }),
            "bits are 0 or 1");
}

void checkMbap(ByteView bytes, const Read& read)
{
    for (MbapScan scan = scanMbap(bytes); scan.kind == MbapScan::Kind::Frame;
         scan = scanMbap(bytes)) {
        require(scan.size >= 9 && scan.size <= bytes.size(), "a frame lies in the bytes");
        require(scan.frame.pdu.size() + 7 == scan.size, "a PDU fills its frame");
        checkReply(parseReply(scan.frame.pdu, read), read);
        bytes = bytes.subspan(scan.size);
    }
}

void checkRtu(ByteView bytes, const Read& read)
{
    const RtuScan scan = scanRtu(bytes, read);
    require(scan.size <= bytes.size(), "a frame lies in the bytes");
    if (scan.isFound) {
        checkReply(scan.reply, read);
        const bool isException = scan.reply.kind == Reply::Kind::Exception;
        const std::size_t size = isException ? 5 : rtuReplySize(read);
        const ByteView frame = bytes.first(scan.size).last(size);
        require(frame[0] == read.unit, "the unit that was asked");
        require(crc16(frame) == 0, "a good CRC");
    }
    const RtuScan left = scanRtuLeftovers(bytes);
    require(left.size == bytes.size() && left.noiseBytes <= bytes.size(), "all bytes are counted");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    constexpr std::size_t kHead = 6;
    if (size < kHead) return 0;
    const ByteView all(data, size);
    const Read read = requestOf(all.first(kHead));
    checkMbap(all.subspan(kHead), read);
    checkRtu(all.subspan(kHead), read);
    checkReply(parseReply(all.subspan(kHead), read), read);
    return 0;
}
