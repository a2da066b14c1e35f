#pragma once

#include "lines/descriptor.h"

#include <historian/error.h>

#include <termios.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace historian::serial {

/// A serial port, open for this program alone (flock, TIOCEXCL) and raw: 8N1, no flow control.
/// DTR and RTS are left as they are, and stay so when the port is closed (HUPCL off): a board
/// whose reset hangs on them goes on working.
/// Threads: one.
class SerialPort {
public:
    /// The error says in words what is wrong, without the path: "unplugged".
    static Result<SerialPort> open(const std::string& path, speed_t baud);

    SerialPort(SerialPort&&) = default;
    SerialPort& operator=(SerialPort&&) = default;
    ~SerialPort();
    SerialPort(const SerialPort&) = delete;
    SerialPort& operator=(const SerialPort&) = delete;

    /// For poll().
    int descriptor() const { return descriptor_.number(); }

    /// Reads what is there without waiting: how many bytes; nothing if the line has hung up.
    std::optional<std::size_t> read(std::span<char> into);

    /// Whether all of it went into the port's buffer, without waiting.
    bool write(std::string_view text);

private:
    explicit SerialPort(lines::Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

    lines::Descriptor descriptor_;
};

} // namespace historian::serial
