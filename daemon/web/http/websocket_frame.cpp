#include "web/http/websocket_frame.h"

#include <Poco/Base64Encoder.h>
#include <Poco/SHA1Engine.h>

#include <algorithm>
#include <sstream>

namespace historian::web {

namespace {

constexpr std::size_t kControlPayloadMax = 125;
constexpr std::size_t kMaskBytes = 4;
constexpr std::size_t kKeyBytes = 24; // 16 bytes of base64

ClientFrame fault()
{
    ClientFrame frame;
    frame.state = ClientFrame::State::Fault;
    return frame;
}

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t number = 0;
    for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
    return number;
}

bool isKnown(unsigned opcode)
{
    return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

} // namespace

ClientFrame readFrame(std::string_view bytes, std::size_t payloadMax)
{
    if (bytes.size() < 2) return {};
    const auto first = static_cast<unsigned char>(bytes[0]);
    const auto second = static_cast<unsigned char>(bytes[1]);
    const unsigned code = first & 0x0fU;
    const bool isControl = (code & 8U) != 0;
    if ((first & 0x70U) != 0 || !isKnown(code) || (second & 0x80U) == 0) return fault();
    std::uint64_t length = second & 0x7fU;
    if (isControl && (length > kControlPayloadMax || (first & 0x80U) == 0)) return fault();
    const std::size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (bytes.size() < 2 + extra) return {};
    if (extra != 0) length = bigEndian(bytes.substr(2, extra));
    if (length > payloadMax) return fault();
    const std::size_t start = 2 + extra + kMaskBytes;
    if (bytes.size() < start + length) return {};
    ClientFrame frame;
    frame.state = ClientFrame::State::Whole;
    frame.opcode = static_cast<Opcode>(code);
    frame.bytes = start + length;
    frame.payload = bytes.substr(start, length);
    const std::string_view mask = bytes.substr(2 + extra, kMaskBytes);
    for (std::size_t at = 0; at < length; ++at)
        frame.payload[at] = static_cast<char>(frame.payload[at] ^ mask[at % kMaskBytes]);
    return frame;
}

std::string frameHead(Opcode opcode, std::size_t payloadBytes)
{
    std::string head(1, static_cast<char>(0x80U | static_cast<unsigned>(opcode)));
    const int bytes = payloadBytes < 126 ? 0 : payloadBytes < 65536 ? 2 : 8;
    head += static_cast<char>(bytes == 0 ? payloadBytes : bytes == 2 ? 126 : 127);
    for (int at = bytes - 1; at >= 0; --at) head += static_cast<char>(payloadBytes >> (8 * at));
    return head;
}

std::string acceptOf(std::string_view key)
{
    const auto isBase64 = [](unsigned char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '/';
    };
    if (key.size() != kKeyBytes || !key.ends_with("==") ||
        !std::all_of(key.begin(), key.end() - 2, isBase64))
        return {};
    Poco::SHA1Engine sha1;
    sha1.update(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    const auto& digest = sha1.digest();
    std::ostringstream out;
    Poco::Base64Encoder encoder(out);
    encoder.write(reinterpret_cast<const char*>(digest.data()),
                  static_cast<std::streamsize>(digest.size()));
    encoder.close();
    return out.str();
}

} // namespace historian::web
