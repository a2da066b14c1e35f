#pragma once

#include "wire/pdu.h"

namespace historian::modbus {

/// Modbus TCP: seven bytes before each PDU.
///
///     transaction:2  protocol:2 (0)  length:2 (unit and PDU)  unit:1  PDU
struct MbapFrame {
    std::uint16_t transaction = 0;
    std::uint8_t unit = 0;
    ByteView pdu; ///< lies in the bytes that were looked at
};

/// The request as it is sent.
Bytes mbapRequest(std::uint16_t transaction, const Read& read);

/// What stands at the beginning of a stream.
struct MbapScan {
    enum class Kind : std::uint8_t { Incomplete, Frame, Lost };

    Kind kind = Kind::Incomplete;
    MbapFrame frame;
    std::size_t size = 0; ///< Frame: bytes it takes
};

/// Looks at the beginning of what was received. Lost: it cannot be a frame, and where the next one
/// begins cannot be known (a protocol other than 0, a length of less than 3 or more than 254).
MbapScan scanMbap(ByteView bytes);

} // namespace historian::modbus
