#pragma once

#include "testing/byte_peer.h"

#include <map>
#include <mutex>

namespace historian::modbus::testing {

/// The registers of one unit; those that are not there are refused with exception 2.
/// Threads: any.
class Device {
public:
    void set(std::uint16_t address, const Words& words);
    void setBits(Table table, std::uint16_t address, const Words& bits);

    /// The reply to a request without frame.
    Bytes answer(ByteView pdu) const;

    /// Longer requests are refused with exception 3.
    std::uint16_t countMax = kBitsMax;

private:
    std::map<std::pair<Table, std::uint32_t>, std::uint16_t> content_;
    mutable std::mutex mutex_;
};

/// Answers a unit's request; an empty answer is silence.
using Answering = std::function<Bytes(std::uint8_t unit, ByteView pdu)>;

/// Bytes of a whole frame around a reply.
Bytes mbapReply(std::uint16_t transaction, std::uint8_t unit, const Bytes& pdu);
Bytes rtuReply(std::uint8_t unit, const Bytes& pdu);

/// Peers that speak the two framings.
Behaviour speakMbap(Answering answering);
Behaviour speakRtu(Answering answering);

/// One device, whatever the unit.
Answering allUnits(const Device& device);

} // namespace historian::modbus::testing
