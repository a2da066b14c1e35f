#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace historian::web {

enum class Opcode : std::uint8_t {
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10
};

/// One frame that a client sent.
struct ClientFrame {
    enum class State : std::uint8_t { More, Whole, Fault };
    State state = State::More;
    Opcode opcode = Opcode::Text;
    std::string payload;   ///< unmasked
    std::size_t bytes = 0; ///< of the whole frame
};

/// Reads the frame at the front of `bytes` (RFC 6455 5.2). Fault: not masked, reserved bits, a
/// length above `payloadMax`, or a control frame that is too long or in pieces; no memory is
/// taken for what is only declared.
ClientFrame readFrame(std::string_view bytes, std::size_t payloadMax);

/// The head of an unmasked frame.
std::string frameHead(Opcode opcode, std::size_t payloadBytes);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key; empty if that is not 16 bytes of base64.
std::string acceptOf(std::string_view key);

} // namespace historian::web
