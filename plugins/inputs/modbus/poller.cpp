#include "poller.h"

#include <algorithm>

namespace historian::modbus {

using std::chrono::milliseconds;

Poller::Poller(Host& host, Settings settings)
    : host_(host),
      connection_(std::move(settings.connection)),
      waiter_(host.clock()),
      line_(makeLine(connection_, settings.tls, waiter_, LineCounters(host))),
      outbox_(host),
      skipped_(host.counter("polls_skipped_total", "polls left out because the line was busy")),
      polls_(host.counter("polls_total", "polls of a unit"))
{
    for (UnitSettings& unit : settings.units) {
        const milliseconds interval = unit.interval;
        seats_.push_back({Unit(std::move(unit)), Schedule(interval, waiter_.now()), {}});
    }
}

void Poller::run(const std::stop_token& token, Sink& sink)
{
    for (Seat& seat : seats_) seat.schedule.wake(waiter_.now());
    while (!token.stop_requested()) {
        SteadyTime next;
        {
            const std::lock_guard pass(turnstile_);
        }
        {
            const std::lock_guard lock(mutex_);
            next = turn(sink);
        }
        waiter_.wait(-1, 0, next);
    }
}

void Poller::rest()
{
    const std::lock_guard lock(mutex_);
    line_->close();
    waiter_.resume();
}

// One poll, or one try to open the line; returns when there is something to do again.
SteadyTime Poller::turn(Sink& sink)
{
    outbox_.flush(sink, waiter_.now());
    const auto earliest =
        std::ranges::min_element(seats_, {}, [](const Seat& seat) { return seat.schedule.due(); });
    SteadyTime next = earliest->schedule.due();
    if (!line_->isOpen()) next = std::max(next, reopenAt_);
    if (next > waiter_.now()) return std::min(next, outbox_.due());
    if (line_->isOpen() || reopen()) pollSeat(*earliest, sink);
    report();
    outbox_.flush(sink, waiter_.now());
    return waiter_.now();
}

bool Poller::reopen()
{
    hasAnswered_ = false;
    const Io io = line_->open(waiter_.now() + kConnectMax);
    if (io == Io::Done) {
        settleAfterOpening();
        return true;
    }
    if (io == Io::Broken) lineFailed(waiter_.now());
    return false;
}

void Poller::settleAfterOpening()
{
    milliseconds delay{0};
    for (const Seat& seat : seats_) delay = std::max(delay, seat.unit.settings().connectDelay);
    if (delay > milliseconds::zero()) waiter_.wait(-1, 0, waiter_.now() + delay);
    if (wasDown_)
        for (Seat& seat : seats_) seat.schedule.wake(waiter_.now());
    wasDown_ = false;
}

void Poller::lineFailed(SteadyTime now)
{
    wasDown_ = true;
    reopenAt_ = now + pauseAfter(++lineFailures_, kReopenFirst, kReopenMax);
    lineWhy_ = line_->why();
    for (Seat& seat : seats_) outbox_.put(seat.unit.unreachable(host_.clock()));
}

// A connection that was idle may have been closed by the device meanwhile: that is no failure yet.
void Poller::pollSeat(Seat& seat, Sink& sink)
{
    Poll poll = ask(seat.unit);
    if (poll.end == Answer::Kind::Lost && hasAnswered_) {
        if (!reopen()) return;
        poll = ask(seat.unit);
    }
    if (poll.end != Answer::Kind::Interrupted) conclude(seat, poll, sink);
}

Poll Poller::ask(Unit& unit)
{
    Asker asker(*line_, waiter_, unit.settings().id, unit.settings().manners);
    polls_.add(1);
    return unit.poll(asker, host_.clock());
}

void Poller::conclude(Seat& seat, Poll& poll, Sink& sink)
{
    const SteadyTime now = waiter_.now();
    if (poll.end == Answer::Kind::Values) {
        const bool wasFailing = seat.schedule.isFailing();
        const std::uint64_t passed = seat.schedule.answered(now);
        if (!wasFailing) skipped_.add(passed);
        hasAnswered_ = true;
        lineFailures_ = 0;
        lineWhy_.clear();
    } else {
        const milliseconds late =
            line_->numbersReplies() ? milliseconds::zero() : seat.unit.settings().manners.timeout;
        seat.schedule.failed(now, now + late);
    }
    if (poll.end == Answer::Kind::Lost) {
        reopenAt_ = now + pauseAfter(++lineFailures_, kReopenFirst, kReopenMax);
        lineWhy_ = line_->why();
        poll.batch = seat.unit.unreachable(host_.clock());
    }
    if (poll.end == Answer::Kind::Garbled && !line_->isOpen()) poll.why = line_->why();
    say(seat, poll, sink);
    outbox_.put(std::move(poll.batch));
}

void Poller::say(Seat& seat, const Poll& poll, Sink& sink)
{
    const std::string name = seat.unit.name();
    for (const std::string& notice : poll.notices)
        host_.log(LogLevel::Warning, name + ": refused: " + notice);
    if (poll.why == seat.why) return;
    seat.why = poll.why;
    if (poll.why.empty())
        host_.log(LogLevel::Info, name + ": answers again");
    else
        host_.log(LogLevel::Warning, name + ": " + poll.why);
    if (poll.end == Answer::Kind::Garbled)
        sink.notice({seat.unit.settings().deviceName, "device_nonsense", name + ": " + poll.why});
}

void Poller::report()
{
    std::string why;
    if (!lineWhy_.empty()) why = connection_.text + ": " + lineWhy_;
    for (const Seat& seat : seats_)
        if (lineWhy_.empty() && !seat.why.empty())
            why += (why.empty() ? "" : "; ") + seat.unit.name() + ": " + seat.why;
    if (why == reported_) return;
    if (why.empty())
        host_.healthy();
    else
        host_.degraded(why);
    reported_ = std::move(why);
}

std::vector<ProbeStep> Poller::probe(milliseconds limit)
{
    const SteadyTime end = waiter_.now() + limit;
    const std::lock_guard pass(turnstile_);
    const std::lock_guard lock(mutex_);
    std::vector<ProbeStep> steps;
    if (!line_->isOpen() && line_->open(waiter_.now() + kConnectMax) != Io::Done)
        return {{"open " + connection_.text, false, line_->why()}};
    steps.push_back({"open " + connection_.text, true, "is open"});
    for (const Seat& seat : seats_) {
        if (waiter_.now() + seat.unit.settings().manners.timeout > end)
            steps.push_back({seat.unit.name(), false, "not asked: the time was over"});
        else
            steps.push_back(probeUnit(seat.unit.settings()));
    }
    return steps;
}

ProbeStep Poller::probeUnit(const UnitSettings& settings)
{
    if (!line_->isOpen()) line_->open(waiter_.now() + kConnectMax);
    Unit unit(settings);
    Asker asker(*line_, waiter_, settings.id, settings.manners);
    const SteadyTime begun = waiter_.now();
    const Poll poll = unit.poll(asker, host_.clock());
    const auto took = std::chrono::duration_cast<milliseconds>(waiter_.now() - begun);
    std::string found = std::to_string(poll.goodValues) + " values by " +
                        std::to_string(asker.requests()) + " requests in " +
                        std::to_string(took.count()) + " ms";
    if (!poll.why.empty()) found = poll.why + "; " + found;
    for (const std::string& notice : poll.notices) found += "; refused: " + notice;
    return {unit.name(), poll.end == Answer::Kind::Values && poll.why.empty(), found};
}

} // namespace historian::modbus
