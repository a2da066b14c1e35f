#include "testing/device.h"

#include "wire/crc16.h"

#include <algorithm>

namespace historian::modbus::testing {
namespace {

std::uint16_t wordAt(ByteView bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

Bytes exceptionPdu(Table table, std::uint8_t code)
{
    return {static_cast<std::uint8_t>(static_cast<std::uint8_t>(table) | 0x80U), code};
}

Bytes packed(const Words& words, bool isBits)
{
    Bytes bytes(isBits ? (words.size() + 7) / 8 : words.size() * 2);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (isBits) {
            bytes[i / 8] |= static_cast<std::uint8_t>((words[i] & 1U) << (i % 8));
        } else {
            bytes[2 * i] = static_cast<std::uint8_t>(words[i] >> 8);
            bytes[2 * i + 1] = static_cast<std::uint8_t>(words[i]);
        }
    }
    return bytes;
}

} // namespace

void Device::set(std::uint16_t address, const Words& words)
{
    const std::lock_guard lock(mutex_);
    std::uint32_t at = address;
    for (const std::uint16_t word : words) {
        content_[{Table::Holding, at}] = word;
        content_[{Table::Input, at++}] = word;
    }
}

void Device::setBits(Table table, std::uint16_t address, const Words& bits)
{
    const std::lock_guard lock(mutex_);
    std::uint32_t at = address;
    for (const std::uint16_t bit : bits) content_[{table, at++}] = bit;
}

Bytes Device::answer(ByteView pdu) const
{
    const auto table = static_cast<Table>(pdu[0]);
    const std::uint16_t count = wordAt(pdu, 3);
    if (count > countMax) return exceptionPdu(table, 3);
    const std::lock_guard lock(mutex_);
    Words words;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto found = content_.find({table, wordAt(pdu, 1) + i});
        if (found == content_.end()) return exceptionPdu(table, 2);
        words.push_back(found->second);
    }
    const Bytes data = packed(words, holdsBits(table));
    Bytes reply(2 + data.size());
    reply[0] = pdu[0];
    reply[1] = static_cast<std::uint8_t>(data.size());
    std::ranges::copy(data, reply.begin() + 2);
    return reply;
}

Bytes mbapReply(std::uint16_t transaction, std::uint8_t unit, const Bytes& pdu)
{
    Bytes frame(7 + pdu.size());
    frame[0] = static_cast<std::uint8_t>(transaction >> 8);
    frame[1] = static_cast<std::uint8_t>(transaction);
    frame[4] = static_cast<std::uint8_t>((pdu.size() + 1) >> 8);
    frame[5] = static_cast<std::uint8_t>(pdu.size() + 1);
    frame[6] = unit;
    std::ranges::copy(pdu, frame.begin() + 7);
    return frame;
}

Bytes rtuReply(std::uint8_t unit, const Bytes& pdu)
{
    Bytes frame(3 + pdu.size());
    frame[0] = unit;
    std::ranges::copy(pdu, frame.begin() + 1);
    const std::uint16_t crc = crc16(ByteView(frame).first(1 + pdu.size()));
    frame[frame.size() - 2] = static_cast<std::uint8_t>(crc);
    frame[frame.size() - 1] = static_cast<std::uint8_t>(crc >> 8);
    return frame;
}

Behaviour speakMbap(Answering answering)
{
    return [answering = std::move(answering)](const Bytes& request) -> Reaction {
        const Bytes pdu = answering(request.at(6), ByteView(request).subspan(7));
        if (pdu.empty()) return {};
        return {mbapReply(wordAt(request, 0), request[6], pdu)};
    };
}

Behaviour speakRtu(Answering answering)
{
    return [answering = std::move(answering)](const Bytes& request) -> Reaction {
        const Bytes pdu = answering(request.at(0), ByteView(request).subspan(1, 5));
        if (pdu.empty()) return {};
        return {rtuReply(request[0], pdu)};
    };
}

Answering allUnits(const Device& device)
{
    return [&device](std::uint8_t, ByteView pdu) { return device.answer(pdu); };
}

} // namespace historian::modbus::testing
