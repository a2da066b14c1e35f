#include "link/line.h"

#include <utility>

namespace historian::modbus {

LineCounters::LineCounters(Host& host)
    : connects(host.counter("connects_total", "times the line was opened")),
      requests(host.counter("requests_total", "requests sent")),
      timeouts(host.counter("timeouts_total", "requests without a reply in time")),
      late(host.counter("late_replies_total", "replies to a request given up before, or twice")),
      foreign(host.counter("foreign_replies_total", "replies of another unit or function")),
      malformed(host.counter("malformed_replies_total", "replies of the wrong length")),
      truncated(host.counter("truncated_replies_total", "replies that ended too soon")),
      noise(host.counter("noise_bytes", "bytes that belong to no frame")),
      echoes(host.counter("echoes_total", "requests that came back from a two-wire adapter"))
{
}

Line::Line(std::unique_ptr<Channel> channel, Loop& loop, LineCounters counters)
    : channel_(std::move(channel)), loop_(loop), counters_(counters)
{
}

Task<Io> Line::open(SteadyTime deadline)
{
    received_.clear();
    const Io result = co_await channel_->open(deadline);
    if (result == Io::Done)
        counters_.connects.add(1);
    else
        why_ = channel_->why();
    co_return result;
}

void Line::close()
{
    channel_->close();
    received_.clear();
    silences_ = 0;
}

Answer Line::failed(Io io)
{
    if (io == Io::Interrupted) return {Answer::Kind::Interrupted, 0, {}};
    if (io == Io::Late) return {Answer::Kind::Silent, 0, {}};
    why_ = channel_->why();
    return {Answer::Kind::Lost, 0, {}};
}

void Line::giveUp(std::string why)
{
    close();
    why_ = std::move(why);
}

void Line::noteSilence()
{
    ++silences_;
    if (silences_ < kSilencesMax) return;
    giveUp("no reply to " + std::to_string(silences_) + " requests in a row");
}

} // namespace historian::modbus
