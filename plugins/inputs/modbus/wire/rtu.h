#pragma once

#include "wire/pdu.h"

namespace historian::modbus {

inline constexpr std::size_t kRtuFrameMax = 256;

/// The request as it is sent on a serial line: unit, PDU, CRC.
Bytes rtuRequest(const Read& read);

/// How many bytes the reply takes on the line, if it is no exception.
std::size_t rtuReplySize(const Read& read);

/// What was found among received bytes. There is no transaction number on a serial line: a frame
/// answers the request if unit, function, length and CRC fit; all else is noise, echo or a
/// stranger.
struct RtuScan {
    bool isFound = false;
    Reply reply;                ///< found: Values or Exception
    std::size_t noiseBytes = 0; ///< before it, or so far, that belong to no frame
    std::size_t strangers = 0;  ///< whole frames with a good CRC that answer something else
    bool hasEcho = false;       ///< the request itself came back first (a two-wire adapter)
    std::size_t size = 0;       ///< bytes at the beginning that need not be looked at again
};

/// Looks for the reply, at any place among the bytes.
RtuScan scanRtu(ByteView bytes, const Read& read);

/// Counts whole strange frames and noise among bytes that nobody waits for.
RtuScan scanRtuLeftovers(ByteView bytes);

} // namespace historian::modbus
