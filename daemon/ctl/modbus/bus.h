#pragma once

#include "ctl/modbus/access.h"
#include "ctl/offline/offline_host.h"
#include "ctl/offline/on_interrupt.h"
#include "plan/asker.h"

#include <memory>
#include <string>

namespace historian::ctl {

inline constexpr std::chrono::seconds kConnectMax{3};

/// The devices behind one connection, asked by hand. Ctrl-C makes every answer Interrupted.
/// Threads: one.
class Bus {
public:
    /// Throws CommandFailed if a certificate cannot be used.
    explicit Bus(BusAccess access);

    /// Throws CommandFailed, with who holds the line if it is another program.
    void open();

    /// Asks a unit; a connection that was closed is made anew. Lost: it cannot be.
    modbus::Answer ask(std::uint8_t unit, const modbus::Read& read);

    /// Why the answer has no values, in words.
    std::string whyNot(const modbus::Answer& answer) const;

    /// Why the line was closed last, or who holds it.
    std::string whyLost() const;

    SteadyTime now() const { return loop_.now(); }

    /// Replies that came to no question, or from another unit than the one asked.
    std::uint64_t strayReplies() const;

private:
    modbus::Io openLine();
    modbus::Answer askOnce(std::uint8_t unit, const modbus::Read& read);

    BusAccess access_;
    OfflineHost host_;
    modbus::Loop loop_;
    std::unique_ptr<modbus::Line> line_;
    OnInterrupt interrupt_; ///< last: its thread uses the loop
};

} // namespace historian::ctl
