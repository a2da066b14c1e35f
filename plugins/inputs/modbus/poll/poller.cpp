#include "poll/poller.h"

#include <algorithm>

namespace historian::modbus {

using std::chrono::milliseconds;

Poller::Poller(Parts parts, LineSettings settings)
    : host_(parts.host),
      loop_(parts.loop),
      troubles_(parts.troubles),
      connection_(std::move(settings.connection)),
      line_(makeLine(connection_, settings.tls, loop_, LineCounters(host_))),
      outbox_(host_),
      skipped_(host_.counter("polls_skipped_total", "polls left out because the line was busy")),
      polls_(host_.counter("polls_total", "polls of a unit"))
{
    for (UnitSettings& unit : settings.units) {
        const milliseconds interval = unit.interval;
        seats_.push_back({Unit(std::move(unit)), Schedule(interval, loop_.now())});
    }
}

// A wish that comes after it was looked for wakes the rest.
Task<> Poller::run(Sink& sink)
{
    for (Seat& seat : seats_) seat.schedule.wake(loop_.now());
    while (!loop_.isInterrupted()) {
        const SteadyTime next = co_await turn(sink);
        std::optional<Wish> wish = takeWish();
        if (!wish) {
            co_await loop_.rest(next);
            continue;
        }
        Steps steps = co_await probe(wish->limit);
        wish->steps.set_value(std::move(steps));
    }
}

// One poll, or one try to open the line; returns when there is something to do again.
Task<SteadyTime> Poller::turn(Sink& sink)
{
    outbox_.flush(sink, loop_.now());
    const auto earliest =
        std::ranges::min_element(seats_, {}, [](const Seat& seat) { return seat.schedule.due(); });
    SteadyTime next = earliest->schedule.due();
    if (!line_->isOpen()) next = std::max(next, reopenAt_);
    if (next > loop_.now()) co_return std::min(next, outbox_.due());
    bool isOpen = line_->isOpen();
    if (!isOpen) isOpen = co_await reopen();
    if (isOpen) co_await pollSeat(*earliest, sink);
    report();
    outbox_.flush(sink, loop_.now());
    co_return loop_.now();
}

Task<bool> Poller::reopen()
{
    hasAnswered_ = false;
    const Io io = co_await line_->open(loop_.now() + kConnectMax);
    if (io == Io::Done) {
        co_await settleAfterOpening();
        co_return true;
    }
    if (io == Io::Broken) lineFailed(loop_.now());
    co_return false;
}

Task<> Poller::settleAfterOpening()
{
    milliseconds delay{0};
    for (const Seat& seat : seats_) delay = std::max(delay, seat.unit.settings().connectDelay);
    if (delay > milliseconds::zero()) co_await loop_.sleep(loop_.now() + delay);
    if (wasDown_)
        for (Seat& seat : seats_) seat.schedule.wake(loop_.now());
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
Task<> Poller::pollSeat(Seat& seat, Sink& sink)
{
    Poll poll = co_await ask(seat.unit);
    if (poll.end == Answer::Kind::Lost && hasAnswered_) {
        const bool isBack = co_await reopen();
        if (!isBack) co_return;
        poll = co_await ask(seat.unit);
    }
    if (poll.end != Answer::Kind::Interrupted) conclude(seat, poll, sink);
}

Task<Poll> Poller::ask(Unit& unit)
{
    Asker asker(*line_, loop_, unit.settings().id, unit.settings().manners);
    polls_.add(1);
    co_return co_await unit.poll(asker, host_.clock());
}

void Poller::conclude(Seat& seat, Poll& poll, Sink& sink)
{
    const SteadyTime now = loop_.now();
    const milliseconds late =
        line_->numbersReplies() ? milliseconds::zero() : seat.unit.settings().manners.timeout;
    if (poll.end == Answer::Kind::Values) {
        const bool wasFailing = seat.schedule.isFailing();
        const std::uint64_t passed =
            seat.schedule.answered(now, poll.isCutShort ? now + late : now);
        if (!wasFailing) skipped_.add(passed);
        hasAnswered_ = true;
        lineFailures_ = 0;
        lineWhy_.clear();
    } else {
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
    if (poll.refused && *poll.refused != seat.refused)
        sayRefused(name, seat.refused = *poll.refused);
    if (poll.why == seat.why) return;
    seat.why = poll.why;
    if (poll.why.empty())
        host_.log(LogLevel::Info, name + ": answers again");
    else
        host_.log(LogLevel::Warning, name + ": " + poll.why);
    if (poll.end == Answer::Kind::Garbled)
        sink.notice({seat.unit.settings().deviceName, "device_nonsense", name + ": " + poll.why});
}

void Poller::sayRefused(const std::string& name, const std::string& refused)
{
    if (refused.empty())
        host_.log(LogLevel::Info, name + ": gives every register");
    else
        host_.log(LogLevel::Warning, name + ": " + refused + "; tried again ever less often");
}

void Poller::report()
{
    std::string why;
    if (!lineWhy_.empty()) why = connection_.text + ": " + lineWhy_;
    const auto add = [&why](const Seat& seat, const std::string& text) {
        if (!text.empty()) why += (why.empty() ? "" : "; ") + seat.unit.name() + ": " + text;
    };
    for (const Seat& seat : seats_) {
        if (!lineWhy_.empty()) break;
        add(seat, seat.why);
        add(seat, seat.refused);
    }
    troubles_.say(connection_.text, std::move(why));
}

std::future<Poller::Steps> Poller::askForProbe(milliseconds limit)
{
    const std::lock_guard lock(mutex_);
    return wish_.emplace(Wish{limit, {}}).steps.get_future();
}

std::optional<Poller::Wish> Poller::takeWish()
{
    const std::lock_guard lock(mutex_);
    return std::exchange(wish_, std::nullopt);
}

Task<Poller::Steps> Poller::probe(milliseconds limit)
{
    const SteadyTime end = loop_.now() + limit;
    const std::string opening = "open " + connection_.text;
    if (!line_->isOpen()) {
        const Io io = co_await line_->open(loop_.now() + kConnectMax);
        if (io != Io::Done) co_return Steps{{opening, false, line_->why()}};
        co_await settleAfterOpening();
    }
    Steps steps{{opening, true, "is open"}};
    for (const Seat& seat : seats_) {
        if (loop_.now() + seat.unit.settings().manners.timeout > end) {
            steps.push_back({seat.unit.name(), false, "not asked: the time was over"});
            continue;
        }
        ProbeStep step = co_await probeUnit(seat.unit.settings());
        steps.push_back(std::move(step));
    }
    co_return steps;
}

Task<ProbeStep> Poller::probeUnit(const UnitSettings& settings)
{
    if (!line_->isOpen()) co_await line_->open(loop_.now() + kConnectMax);
    Unit unit(settings);
    Asker asker(*line_, loop_, settings.id, settings.manners);
    const SteadyTime begun = loop_.now();
    const Poll poll = co_await unit.poll(asker, host_.clock());
    const auto took = std::chrono::duration_cast<milliseconds>(loop_.now() - begun);
    std::string found = std::to_string(poll.goodValues) + " values by " +
                        std::to_string(asker.requests()) + " requests in " +
                        std::to_string(took.count()) + " ms";
    if (!poll.why.empty()) found = poll.why + "; " + found;
    const std::string refused = poll.refused.value_or("");
    if (!refused.empty()) found += "; " + refused;
    for (const std::string& notice : poll.notices) found += "; refused: " + notice;
    const bool isGood = poll.end == Answer::Kind::Values && poll.why.empty() && refused.empty();
    co_return ProbeStep{unit.name(), isGood, found};
}

} // namespace historian::modbus
