#pragma once

#include "loop/loop.h"
#include "wire/pdu.h"

#include <string>

namespace historian::modbus {

/// What came of moving bytes.
enum class Io : std::uint8_t {
    Done,
    Late,        ///< nothing until the deadline
    Broken,      ///< the channel is closed now; why() says for what reason
    Interrupted, ///< the instance stops
};

/// What the end of a wait means for who wanted to move bytes.
constexpr Io ioOf(Loop::Woken woken)
{
    switch (woken) {
    case Loop::Woken::Ready: return Io::Done;
    case Loop::Woken::Interrupted: return Io::Interrupted;
    default: return Io::Late;
    }
}

/// A way for bytes to a device or to a bus with devices: a socket, TLS, a serial line.
/// Threads: none.
class Channel {
public:
    virtual ~Channel() = default;

    /// Makes it ready for use; closed before. Late is told as Broken.
    virtual Task<Io> open(SteadyTime deadline) = 0;
    virtual void close() = 0;
    virtual bool isOpen() const = 0;

    /// Sends all of it.
    virtual Task<Io> send(ByteView bytes, SteadyTime deadline) = 0;

    /// Waits for bytes and appends what is there, at most 4,096 of them.
    virtual Task<Io> receive(Bytes& into, SteadyTime deadline) = 0;

    /// Why it is broken, in words.
    virtual const std::string& why() const = 0;

    /// How long one character takes on the line; 0 where there are none.
    virtual std::chrono::microseconds characterTime() const { return {}; }
};

inline constexpr std::size_t kReceiveMax = 4096;

} // namespace historian::modbus
