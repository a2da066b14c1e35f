#include "forward/forwarder.h"

#include "forward/position/beginning.h"

#include <algorithm>
#include <utility>

namespace historian::forward {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kRestMax{60'000};

} // namespace

Forwarder::Forwarder(ForwarderSettings settings, ForwarderParts parts, Snapshot& snapshot)
    : settings_(std::move(settings)),
      parts_(std::move(parts)),
      source_(parts_.store, parts_.clock),
      offering_(source_, settings_.window, parts_.clock),
      book_(settings_.output, snapshot, parts_.desk, parts_.clock, parts_.ledger),
      companions_({parts_.store,
                   parts_.clock,
                   source_,
                   book_,
                   parts_.ledger,
                   parts_.counters,
                   parts_.version}),
      hours_(
          {parts_.store, parts_.desk, parts_.clock, parts_.names, source_, book_, parts_.counters},
          snapshot),
      tempo_(parts_.random, parts_.pace.startWaitMax),
      bytes_(settings_.output, settings_.bytesPerDayMax, parts_.store.status().storeId, snapshot),
      pace_(settings_.rateMax),
      agenda_({settings_, parts_.clock, offering_, batch_, tempo_, bisection_}),
      shown_(settings_)
{
}

milliseconds Forwarder::step(const base::FeedTurn& turn)
{
    if (wantsHurry_.exchange(false)) {
        tempo_.hurry();
        gatherUntil_ = {};
    }
    countBytes(turn.bytesSent);
    if (book_.isPaused()) {
        show(turn.host, State::Paused, "paused by a person");
        return kRestMax;
    }
    const SteadyTime now = parts_.clock.steady();
    const auto spent = bytes_.wait(parts_.clock);
    if (const auto wait = spent ? spent : pace_.wait(now)) {
        show(turn.host, State::Sending, wait->why);
        return std::min(wait->rest, kRestMax);
    }
    const bool isTroubled = tempo_.isFailing() || tempo_.isHeld();
    if (isTroubled && rest().count() > 0) return rest();
    if (!isTroubled && companions_.step(turn.output)) return milliseconds(0);
    // In turns, so that neither waits for the other.
    isHoursTurn_ = !isHoursTurn_;
    if (isHoursTurn_ && !isTroubled && hours_.step(turn.output, turn.host)) return milliseconds(0);
    isHoursTurn_ = false;
    if (now < gatherUntil_)
        return std::min(std::chrono::ceil<milliseconds>(gatherUntil_ - now), hours_.rest());
    return std::min(look(turn), hours_.rest());
}

void Forwarder::countBytes(std::uint64_t bytesSent)
{
    if (auto change = bytes_.count(parts_.clock, bytesSent))
        parts_.desk.change({*std::move(change)});
}

milliseconds Forwarder::look(const base::FeedTurn& turn)
{
    Result<View> view = source_.look();
    if (!view) return unreadable(turn.host, view.error());
    if (!book_.isKnown())
        if (const auto error = begin(*view)) return unreadable(turn.host, *error);
    book_.meet(view->spans);
    const Next next = agenda_.next(*view, book_.settled());
    if (const auto* wait = std::get_if<milliseconds>(&next)) return std::min(*wait, kRestMax);
    const auto* choice = std::get_if<Choice>(&next);
    if (choice == nullptr) {
        caughtUp(turn.host);
        return kIdle;
    }
    wasBehind_ = wasBehind_ || choice->isBacklogOld;
    const End end = choice->lane == Lane::Live ? End::Newest : End::Oldest;
    const auto seen = [&](const Batch& readings) { hours_.offered(turn.output, readings); };
    const Result<Offer> offer = offering_.read(*view, choice->run, end, choice->readingsMax, seen);
    view->snapshot.reset();
    if (!offer) return unreadable(turn.host, offer.error());
    if (offer->isHeavy) batch_.holdTo(offer->segment.readings.size());
    for (const Run& run : offer->damaged) book_.damaged(run);
    if (offer->segment.readings.isEmpty()) return nothingOf(*choice, *offer, turn.host);
    return deliver(turn, *choice, *offer);
}

milliseconds Forwarder::unreadable(Host& host, const Error& error)
{
    show(host, State::Retrying, "reading the store: " + error.message);
    return kIdle;
}

std::optional<Error> Forwarder::begin(const View& view)
{
    const auto devices = parts_.names.all(NameKind::Device);
    const auto before = leftBefore(settings_.start, source_, view, devices);
    if (!before) return before.error();
    book_.begin(*before);
    return std::nullopt;
}

milliseconds Forwarder::nothingOf(const Choice& choice, const Offer& offer, Host& host)
{
    thin(offer);
    if (choice.isBisection) bisection_.pop();
    if (!offer.waitsForClock && !offer.undecidedBefore) return milliseconds(0);
    if (choice.lane == Lane::Live) {
        tempo_.nothingLive(parts_.clock.steady());
        return milliseconds(0);
    }
    if (offer.undecidedBefore) {
        show(host, State::CaughtUp, "");
        return waitFor(*offer.undecidedBefore);
    }
    show(host, State::Retrying, "the gateway's clock is not trusted yet; readings wait for it");
    return kIdle;
}

milliseconds Forwarder::waitFor(Time decided)
{
    const milliseconds longest = settings_.window + kStragglerGrace;
    const auto wait = std::chrono::ceil<milliseconds>(decided - parts_.clock.now());
    gatherUntil_ = parts_.clock.steady() + std::clamp(wait, milliseconds(1), longest);
    return std::min(std::chrono::ceil<milliseconds>(gatherUntil_ - parts_.clock.steady()), kIdle);
}

milliseconds
Forwarder::deliver(const base::FeedTurn& turn, const Choice& choice, const Offer& offer)
{
    lane_ = choice.lane;
    const Segment& segment = offer.segment;
    const SteadyTime begun = parts_.clock.steady();
    const Deliveries answers = turn.output.deliver(segment);
    const auto took = parts_.clock.steady() - begun;
    const Verdict verdict = judge(segment.readings, answers);
    digest(turn.host, choice, segment, verdict, took);
    if (verdict.hasProgress()) thin(offer);
    return rest();
}

void Forwarder::thin(const Offer& offer)
{
    if (!offer.thinned.empty()) shown_.thinned(book_.thin(offer));
}

void Forwarder::digest(Host& host,
                       const Choice& choice,
                       const Segment& segment,
                       const Verdict& verdict,
                       std::chrono::microseconds took)
{
    count(verdict);
    book_.settle(segment.storeId, verdict.done);
    if (verdict.isRefusedWhole) return bisect(host, choice, segment, verdict.refused.front().why);
    if (!setAside(segment, verdict))
        return hold(host,
                    "the quarantine is full (10,000 readings): retry or discard them first; the "
                    "destination says: " +
                        verdict.refused.front().why);
    if (verdict.obstacle) return meet(host, choice, segment, *verdict.obstacle, took);
    if (choice.isBisection) bisection_.pop();
    const std::size_t offered = segment.readings.size();
    const bool isLast = !choice.isBacklogOld && !choice.isBisection && offered < agenda_.batchMax();
    batch_.delivered(offered, took);
    if (choice.lane == Lane::Live || !choice.isBacklogOld) companions_.delivered(segment.readings);
    succeed(host, choice, isLast);
}

bool Forwarder::setAside(const Segment& segment, const Verdict& verdict)
{
    std::vector<base::QuarantinedReading> refused;
    for (const Verdict::Refused& one : verdict.refused) {
        const Reading& reading = segment.readings[one.index];
        refused.push_back({segment.storeId,
                           reading.seq,
                           std::string(parts_.names.name(reading.device)),
                           reading.time,
                           one.why,
                           parts_.clock.now(),
                           {}});
    }
    return refused.empty() || book_.setAside(refused);
}

void Forwarder::bisect(Host& host,
                       const Choice& choice,
                       const Segment& segment,
                       const std::string& why)
{
    const auto readings = segment.readings.readings();
    if (choice.isBisection) bisection_.drop();
    if (bisection_.split({segment.storeId, {readings.front().seq, readings.back().seq}})) return;
    bisection_.giveUp();
    hold(host, "nearly everything is refused, so the fault is in the destination: " + why);
}

void Forwarder::meet(Host& host,
                     const Choice& choice,
                     const Segment& segment,
                     const Verdict::Obstacle& obstacle,
                     std::chrono::microseconds took)
{
    using Kind = Verdict::Obstacle::Kind;
    switch (obstacle.kind) {
    case Kind::Hold: return hold(host, obstacle.why);
    case Kind::TooLarge:
        batch_.tooLarge(segment.readings.size());
        if (choice.isBisection) bisect(host, choice, segment, obstacle.why);
        return tempo_.hurry();
    case Kind::Later:
        batch_.failed(took);
        return fail(host, choice.lane, obstacle.why, obstacle.after);
    }
}

void Forwarder::count(const Verdict& verdict)
{
    const std::size_t settled = verdict.delivered + verdict.duplicates;
    if (settled != 0) pace_.delivered(parts_.clock.steady(), settled);
    shown_.count(verdict, parts_.clock.now());
}

void Forwarder::succeed(Host& host, const Choice& choice, bool isLast)
{
    const SteadyTime now = parts_.clock.steady();
    tempo_.delivered(choice.lane, now, choice.isBacklogOld);
    if (!isLast) return show(host, State::Sending, "");
    gatherUntil_ = now + parts_.pace.gather;
    caughtUp(host);
}

// Hours that waited for a backlog are told at once; those of late readings that come one by one
// are not, and what closes by the clock is not: a fleet's would all come in the same second.
void Forwarder::caughtUp(Host& host)
{
    if (std::exchange(wasBehind_, false)) hours_.lookNow();
    show(host, State::CaughtUp, "");
}

void Forwarder::hold(Host& host, const std::string& why)
{
    tempo_.held(parts_.clock.steady());
    show(host, State::Held, why);
}

void Forwarder::fail(Host& host, Lane lane, const std::string& why, milliseconds after)
{
    tempo_.failed(lane, parts_.clock.steady(), after);
    show(host, State::Retrying, why);
}

milliseconds Forwarder::failed(std::string_view why, Host& host)
{
    shown_.retried();
    fail(host, lane_, std::string(why), milliseconds(0));
    return rest();
}

milliseconds Forwarder::rest() const
{
    if (!tempo_.isFailing() && !tempo_.isHeld()) return milliseconds(0);
    return std::min(tempo_.rest(parts_.clock.steady()), kRestMax);
}

void Forwarder::show(Host& host, State state, const std::string& why)
{
    shown_.show(host,
                state,
                why,
                {batch_.readings(),
                 pace_.readingsPerSecond(parts_.clock.steady()),
                 bytes_.today(),
                 bytes_.sent(),
                 parts_.clock.now() + rest()});
}

void Forwarder::hurry()
{
    wantsHurry_ = true;
    bell_.ring();
}

} // namespace historian::forward
