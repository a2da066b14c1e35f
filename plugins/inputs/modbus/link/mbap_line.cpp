#include "link/mbap_line.h"

namespace historian::modbus {

Task<Answer> MbapLine::read(Read read, std::chrono::milliseconds timeout)
{
    counters().requests.add(1);
    ++transaction_;
    otherUnit_.reset();
    const SteadyTime deadline = loop().now() + timeout;
    const Bytes request = mbapRequest(transaction_, read);
    const Io sent = co_await channel().send(request, deadline);
    if (sent != Io::Done) co_return settle(failed(sent));
    Answer answer = co_await await(read, deadline);
    co_return settle(std::move(answer));
}

Task<Answer> MbapLine::await(const Read& read, SteadyTime deadline)
{
    Answer answer;
    for (bool isOver = false;; isOver = loop().now() >= deadline) {
        Next next = Next::Look;
        while (next == Next::Look) next = look(read, answer);
        if (next == Next::Answered) co_return answer;
        if (isOver) co_return failed(Io::Late);
        const Io io = co_await channel().receive(received_, deadline);
        if (io != Io::Done) co_return failed(io);
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
        if (frame.unit != read.unit) otherUnit_ = frame.unit;
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
Answer MbapLine::settle(Answer answer)
{
    if (answer.kind != Answer::Kind::Silent) {
        noteReply();
        return answer;
    }
    answer.otherUnit = otherUnit_;
    counters().timeouts.add(1);
    if (received_.empty()) {
        noteSilence();
    } else {
        counters().truncated.add(1);
        giveUp("a reply ended too soon");
    }
    return answer;
}

} // namespace historian::modbus
