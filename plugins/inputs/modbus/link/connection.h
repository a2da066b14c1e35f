#pragma once

#include "link/line.h"
#include "link/serial_channel.h"
#include "link/tls_channel.h"

namespace historian::modbus {

/// What a connection text means:
///
///     tcp://HOST[:502]  rtutcp://HOST:PORT  tls://HOST[:802]
///     rtu:///dev/NAME[?baud=9600&format=8N1]
struct Connection {
    enum class Kind : std::uint8_t { Tcp, RtuOverTcp, Tls, Rtu };

    Kind kind = Kind::Tcp;
    std::string text;  ///< as written, for messages
    Endpoint endpoint; ///< all but Rtu; an IPv6 address stands in brackets in the text
    std::string path;  ///< Rtu
    SerialFormat format;
};

/// Where it leads, whatever the way of asking: HOST:PORT, or the path of a serial line.
std::string targetOf(const Connection& connection);

/// Understands a connection text, or says what is wrong with it.
Result<Connection> parseConnection(std::string_view text);

/// The line for a connection. Throws Unavailable if a certificate cannot be used.
std::unique_ptr<Line>
makeLine(const Connection& connection, const TlsFiles& tls, Loop& loop, LineCounters counters);

} // namespace historian::modbus
