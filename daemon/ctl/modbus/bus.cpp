#include "ctl/modbus/bus.h"

#include "ctl/commands.h"
#include "lines/port_holder.h"

#include <utility>

namespace historian::ctl {

using Kind = modbus::Answer::Kind;

namespace {

std::unique_ptr<modbus::Line> lineOf(const BusAccess& access, modbus::Loop& loop, OfflineHost& host)
{
    try {
        return modbus::makeLine(access.connection, access.tls, loop, modbus::LineCounters(host));
    } catch (const Unavailable& problem) {
        throw CommandFailed(problem.what());
    }
}

} // namespace

Bus::Bus(BusAccess access)
    : access_(std::move(access)),
      loop_(host_.clock()),
      line_(lineOf(access_, loop_, host_)),
      interrupt_([this] { loop_.interrupt(); })
{
}

void Bus::open()
{
    const modbus::Io io = openLine();
    if (io == modbus::Io::Interrupted) throw CommandFailed("interrupted");
    if (io != modbus::Io::Done)
        throw CommandFailed("cannot open " + access_.connection.text + ": " + whyLost());
}

// A connection that the device closed meanwhile is no failure yet.
modbus::Answer Bus::ask(std::uint8_t unit, const modbus::Read& read)
{
    modbus::Answer answer = askOnce(unit, read);
    if (answer.kind == Kind::Lost) answer = askOnce(unit, read);
    if (answer.kind == Kind::Lost && openLine() == modbus::Io::Done)
        answer.kind = Kind::Silent; // it closes instead of answering
    return answer;
}

modbus::Io Bus::openLine()
{
    return loop_.finish(line_->open(loop_.now() + kConnectMax));
}

modbus::Answer Bus::askOnce(std::uint8_t unit, const modbus::Read& read)
{
    if (!line_->isOpen()) {
        const modbus::Io io = openLine();
        if (io == modbus::Io::Interrupted) return {Kind::Interrupted, 0, {}};
        if (io != modbus::Io::Done) return {Kind::Lost, 0, {}};
    }
    modbus::Asker asker(*line_, loop_, unit, {access_.timeout, {}});
    return loop_.finish(asker(read));
}

std::string Bus::whyNot(const modbus::Answer& answer) const
{
    switch (answer.kind) {
    case Kind::Exception:
        return "refused: " + std::string(modbus::exceptionText(answer.exception)) + " (exception " +
               std::to_string(answer.exception) + ")";
    case Kind::Garbled: return "what came is no answer to this question";
    case Kind::Silent:
        return "no answer in " + std::to_string(access_.timeout.count()) + " ms" +
               (line_->why().empty() ? "; is the unit right (modbus scan), or does it need longer "
                                       "(--timeout)?"
                                     : ", last trouble of the line: " + line_->why());
    case Kind::Lost: return "the line is lost: " + whyLost();
    case Kind::Interrupted: return "interrupted";
    case Kind::Values: break;
    }
    return {};
}

std::uint64_t Bus::strayReplies() const
{
    return host_.counted("late_replies_total") + host_.counted("foreign_replies_total");
}

std::string Bus::whyLost() const
{
    const bool isSerial = access_.connection.kind == modbus::Connection::Kind::Rtu;
    const bool isHeld = line_->why().find("another program") != std::string::npos ||
                        line_->why().find("busy") != std::string::npos;
    return isSerial && isHeld ? lines::holderText(access_.connection.path) : line_->why();
}

} // namespace historian::ctl
