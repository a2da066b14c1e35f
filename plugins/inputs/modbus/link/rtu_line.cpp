#include "link/rtu_line.h"

#include <algorithm>

namespace historian::modbus {
namespace {

using std::chrono::microseconds;

constexpr microseconds kSilenceMin{1750};      // above 19,200 baud, by the specification
constexpr std::chrono::milliseconds kLull{50}; // USB adapters pause up to 16 ms within a frame
constexpr std::chrono::seconds kBabbleMax{1};
constexpr std::size_t kRequestSize = 8;

Answer answerOf(const Reply& reply)
{
    if (reply.kind == Reply::Kind::Exception) return {Answer::Kind::Exception, reply.exception, {}};
    return {Answer::Kind::Values, 0, reply.words};
}

} // namespace

microseconds silenceOf(microseconds character)
{
    if (character == microseconds::zero()) return character;
    return std::max(character * 7 / 2, kSilenceMin);
}

Task<Answer> RtuLine::read(Read read, std::chrono::milliseconds timeout)
{
    const Io quiet = co_await waitForQuiet();
    if (quiet != Io::Done) co_return failed(quiet);
    counters().requests.add(1);
    const microseconds onTheWire =
        channel().characterTime() * static_cast<int>(kRequestSize + rtuReplySize(read));
    const SteadyTime deadline = loop().now() + timeout + onTheWire;
    const Bytes request = rtuRequest(read);
    const Io sent = co_await channel().send(request, deadline);
    if (sent != Io::Done) co_return failed(sent);
    co_return co_await await(read, deadline);
}

// A line on which somebody talks all the time is used after all.
Task<Io> RtuLine::waitForQuiet()
{
    const microseconds silence = silenceOf(channel().characterTime());
    const SteadyTime limit = loop().now() + kBabbleMax;
    for (Io io = Io::Done; io == Io::Done && loop().now() < limit;) {
        io = co_await channel().receive(received_, lastByte_ + silence);
        if (io == Io::Done) lastByte_ = loop().now();
        if (io == Io::Broken || io == Io::Interrupted) co_return io;
    }
    drop();
    co_return Io::Done;
}

Task<Answer> RtuLine::await(const Read& read, SteadyTime deadline)
{
    for (;;) {
        const bool isLong = received_.size() >= rtuReplySize(read);
        const SteadyTime until = isLong ? std::min(deadline, lastByte_ + kLull) : deadline;
        const Io io = co_await channel().receive(received_, until);
        if (io != Io::Done || received_.size() > kReceiveMax) co_return giveUpWaiting(read, io);
        lastByte_ = loop().now();
        const RtuScan scan = scanRtu(received_, read);
        count(scan);
        received_.erase(received_.begin(),
                        received_.begin() + static_cast<std::ptrdiff_t>(scan.size));
        if (scan.isFound) {
            noteReply();
            co_return answerOf(scan.reply);
        }
        if (lastByte_ >= deadline) co_return giveUpWaiting(read, Io::Late);
    }
}

Answer RtuLine::giveUpWaiting(const Read& read, Io io)
{
    if (io == Io::Broken || io == Io::Interrupted) return failed(io);
    const bool isSilent = received_.empty();
    if (isSilent)
        counters().timeouts.add(1);
    else if (received_.size() < rtuReplySize(read))
        counters().truncated.add(1);
    drop();
    if (!isSilent)
        noteReply();
    else if (isThroughNetwork())
        noteSilence();
    return {isSilent ? Answer::Kind::Silent : Answer::Kind::Garbled, 0, {}};
}

void RtuLine::count(const RtuScan& scan)
{
    counters().noise.add(scan.noiseBytes);
    counters().foreign.add(scan.strangers);
    if (scan.hasEcho) counters().echoes.add(1);
}

void RtuLine::drop()
{
    if (received_.empty()) return;
    const RtuScan scan = scanRtuLeftovers(received_);
    counters().noise.add(scan.noiseBytes);
    counters().late.add(scan.strangers);
    received_.clear();
}

} // namespace historian::modbus
