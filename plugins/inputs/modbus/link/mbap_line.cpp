#include "link/mbap_line.h"

namespace historian::modbus {

Answer MbapLine::read(const Read& read, std::chrono::milliseconds timeout)
{
    counters().requests.add(1);
    ++transaction_;
    const SteadyTime deadline = waiter().now() + timeout;
    const Io sent = channel().send(mbapRequest(transaction_, read), deadline);
    const Answer answer = sent == Io::Done ? await(read, deadline) : failed(sent);
    if (answer.kind == Answer::Kind::Silent) return silent();
    silences_ = 0;
    return answer;
}

Answer MbapLine::await(const Read& read, SteadyTime deadline)
{
    Answer answer;
    for (;;) {
        const Next next = look(read, answer);
        if (next == Next::Answered) return answer;
        if (next == Next::Look) continue;
        const Io io = channel().receive(received_, deadline);
        if (io != Io::Done) return failed(io);
    }
}

MbapLine::Next MbapLine::look(const Read& read, Answer& answer)
{
    const MbapScan scan = scanMbap(received_);
    if (scan.kind == MbapScan::Kind::Incomplete) return Next::Wait;
    if (scan.kind == MbapScan::Kind::Lost) {
        counters().noise.add(received_.size());
        giveUp("what it sends is not Modbus TCP");
        answer = {Answer::Kind::Garbled, 0, {}};
        return Next::Answered;
    }
    const bool isAnswer = answers(scan.frame, read, answer);
    received_.erase(received_.begin(), received_.begin() + static_cast<std::ptrdiff_t>(scan.size));
    return isAnswer ? Next::Answered : Next::Look;
}

bool MbapLine::answers(const MbapFrame& frame, const Read& read, Answer& answer)
{
    if (frame.transaction != transaction_) {
        counters().late.add(1);
        return false;
    }
    Reply reply = parseReply(frame.pdu, read);
    if (frame.unit != read.unit || reply.kind == Reply::Kind::Foreign) {
        counters().foreign.add(1);
        return false;
    }
    if (reply.kind == Reply::Kind::Malformed) {
        counters().malformed.add(1);
        answer = {Answer::Kind::Garbled, 0, {}};
    } else if (reply.kind == Reply::Kind::Exception) {
        answer = {Answer::Kind::Exception, reply.exception, {}};
    } else {
        answer = {Answer::Kind::Values, 0, std::move(reply.words)};
    }
    return true;
}

// Half a frame means that nobody knows where the next one begins.
Answer MbapLine::silent()
{
    counters().timeouts.add(1);
    ++silences_;
    if (!received_.empty()) {
        counters().truncated.add(1);
        giveUp("a reply ended too soon");
    } else if (silences_ >= kSilencesMax) {
        giveUp("no reply to " + std::to_string(silences_) + " requests in a row");
    }
    if (!isOpen()) silences_ = 0;
    return {Answer::Kind::Silent, 0, {}};
}

} // namespace historian::modbus
