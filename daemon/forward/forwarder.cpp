#include "forward/forwarder.h"

#include <algorithm>

namespace historian::forward {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kRestMax{60'000};

bool isTrouble(base::DestinationState state)
{
    using State = base::DestinationState;
    return state == State::Retrying || state == State::Held || state == State::Paused;
}

} // namespace

Forwarder::Forwarder(ForwarderSettings settings, ForwarderParts parts, Snapshot& snapshot)
    : settings_(std::move(settings)),
      parts_(std::move(parts)),
      source_(parts_.store, parts_.clock),
      book_(settings_.output, snapshot, parts_.desk, parts_.clock, parts_.ledger),
      companions_({parts_.store,
                   parts_.clock,
                   source_,
                   book_,
                   parts_.ledger,
                   parts_.counters,
                   parts_.version}),
      tempo_(parts_.random, parts_.pace.startWaitMax),
      pace_(settings_.rateMax, settings_.bytesPerDayMax)
{
    shown_.with([this](base::DestinationStatus& shown) {
        shown.output = settings_.output;
        shown.plugin = settings_.plugin;
        shown.isRequired = settings_.isRequired;
        shown.batchReadings = batch_.readings();
    });
}

milliseconds Forwarder::step(const base::FeedTurn& turn)
{
    if (wantsHurry_.exchange(false)) {
        tempo_.hurry();
        gatherUntil_ = {};
    }
    if (book_.isPaused()) {
        show(turn.host, State::Paused, "paused by a person");
        return kRestMax;
    }
    const SteadyTime now = parts_.clock.steady();
    if (const auto wait = pace_.wait(now, parts_.clock.now(), turn.bytesSent)) {
        show(turn.host, State::Sending, wait->why);
        return std::min(wait->rest, kRestMax);
    }
    const bool isTroubled = tempo_.isFailing() || tempo_.isHeld();
    if (isTroubled && rest().count() > 0) return rest();
    if (!isTroubled && companions_.step(turn.output)) return milliseconds(0);
    if (now < gatherUntil_) return std::chrono::ceil<milliseconds>(gatherUntil_ - now);
    return look(turn);
}

milliseconds Forwarder::look(const base::FeedTurn& turn)
{
    Result<View> view = source_.look();
    std::optional<Error> trouble = view ? std::nullopt : std::optional(view.error());
    if (view && !book_.isKnown()) trouble = begin(*view);
    if (trouble) {
        show(turn.host, State::Retrying, "reading the store: " + trouble->message);
        return kIdle;
    }
    book_.meet(view->spans);
    const Next next = choose(*view, turn.host);
    const auto* choice = std::get_if<Choice>(&next);
    if (choice == nullptr) return std::get<milliseconds>(next);
    const Result<Offer> offer = source_.read(*view, choice->run);
    view->snapshot.reset();
    if (!offer) {
        show(turn.host, State::Retrying, "reading the store: " + offer.error().message);
        return kIdle;
    }
    for (const Run& run : offer->damaged) book_.damaged(run);
    if (offer->segment.readings.isEmpty()) return nothingOf(*choice, *offer, turn.host);
    return deliver(turn, *choice, offer->segment);
}

std::optional<Error> Forwarder::begin(const View& view)
{
    std::vector<Run> before;
    for (const StoreSpan& span : view.spans) {
        std::uint64_t first = span.firstSeq;
        if (std::holds_alternative<StartNow>(settings_.start)) first = span.lastSeq + 1;
        if (const Time* from = std::get_if<Time>(&settings_.start)) {
            const auto found = source_.firstSince(span, *from);
            if (!found) return found.error();
            first = found->value_or(span.lastSeq + 1);
        }
        if (first > 1) before.push_back({span.storeId, {1, first - 1}});
    }
    book_.begin(before);
    return std::nullopt;
}

Forwarder::Next Forwarder::choose(const View& view, Host& host)
{
    const Settled settled = book_.settled();
    const auto oldest = oldestRun(view.spans, settled, batchMax());
    if (!oldest) {
        show(host, State::CaughtUp, "");
        return kIdle;
    }
    const bool isBacklogOld = isOld(view, *oldest);
    const SteadyTime now = parts_.clock.steady();
    const auto lane = tempo_.due(now, isBacklogOld);
    if (!lane) return std::clamp(tempo_.rest(now), milliseconds(1), kRestMax);
    if (*lane == Lane::Live) return chooseLive(view, settled, *oldest, isBacklogOld);
    bisection_.skip(settled);
    if (bisection_.isUnderWay())
        return Choice{Lane::Backfill, bisection_.next(), isBacklogOld, true};
    return Choice{Lane::Backfill, *oldest, isBacklogOld};
}

Forwarder::Next Forwarder::chooseLive(const View& view,
                                      const Settled& settled,
                                      const Run& oldest,
                                      bool isBacklogOld)
{
    const bool isProbe = tempo_.isFailing() || tempo_.isHeld();
    const std::size_t readingsMax = isProbe ? std::min(batchMax(), kProbeReadings) : batchMax();
    if (const auto newest = newestRun(view.spans, settled, readingsMax))
        return Choice{Lane::Live, *newest, isBacklogOld};
    if (!isProbe) {
        tempo_.nothingLive(parts_.clock.steady());
        return milliseconds(0);
    }
    Run run = oldest;
    run.seqs.last = std::min(run.seqs.last, run.seqs.first + readingsMax - 1);
    return Choice{Lane::Live, run, isBacklogOld};
}

bool Forwarder::isOld(const View& view, const Run& oldest) const
{
    const auto first = view.snapshot->readAfter(oldest.storeId, oldest.seqs.first - 1, 1);
    if (!first || first->readings.isEmpty()) return false;
    return parts_.clock.now() - first->readings[0].received > kLiveAfter;
}

std::size_t Forwarder::batchMax() const
{
    if (settings_.rateMax <= 0) return batch_.readings();
    return std::min(batch_.readings(),
                    std::max<std::size_t>(static_cast<std::size_t>(settings_.rateMax), 1));
}

milliseconds Forwarder::nothingOf(const Choice& choice, const Offer& offer, Host& host)
{
    if (!offer.waitsForClock) return milliseconds(0);
    if (choice.lane == Lane::Live) {
        tempo_.nothingLive(parts_.clock.steady());
        return milliseconds(0);
    }
    show(host, State::Retrying, "the gateway's clock is not trusted yet; readings wait for it");
    return kIdle;
}

milliseconds
Forwarder::deliver(const base::FeedTurn& turn, const Choice& choice, const Segment& segment)
{
    lane_ = choice.lane;
    const SteadyTime begun = parts_.clock.steady();
    const Deliveries answers = turn.output.deliver(segment);
    const auto took = parts_.clock.steady() - begun;
    digest(turn.host, choice, segment, judge(segment.readings, answers), took);
    return rest();
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
    const bool isLast = !choice.isBacklogOld && !choice.isBisection && offered < batchMax();
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
    shown_.with([&](base::DestinationStatus& shown) {
        shown.delivered += verdict.delivered;
        shown.duplicates += verdict.duplicates;
        if (settled != 0) shown.lastSuccess = parts_.clock.now();
        if (!verdict.hasProgress()) ++shown.retries;
    });
}

void Forwarder::succeed(Host& host, const Choice& choice, bool isLast)
{
    const SteadyTime now = parts_.clock.steady();
    tempo_.delivered(choice.lane, now, choice.isBacklogOld);
    if (isLast) gatherUntil_ = now + parts_.pace.gather;
    show(host, isLast ? State::CaughtUp : State::Sending, "");
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
    shown_.with([](base::DestinationStatus& shown) { ++shown.retries; });
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
    const SteadyTime now = parts_.clock.steady();
    const bool isNews = shown_.with([&](base::DestinationStatus& shown) {
        const bool isChange = shown.state != state && (isTrouble(state) || isTrouble(shown.state));
        const bool isOtherHold = state == State::Held && shown.why != why;
        shown.state = state;
        shown.why = why;
        shown.batchReadings = batch_.readings();
        shown.readingsPerSecond = pace_.readingsPerSecond(now);
        shown.bytesToday = pace_.bytesToday();
        shown.bytesSent = pace_.bytesSent();
        shown.nextTry.reset();
        if (state == State::Retrying || state == State::Held)
            shown.nextTry = parts_.clock.now() + rest();
        return isChange || isOtherHold;
    });
    if (!isNews) return;
    const std::string text(base::nameOf(state));
    host.log(isTrouble(state) ? LogLevel::Warning : LogLevel::Info,
             why.empty() ? text : text + ": " + why);
}

base::DestinationStatus Forwarder::status() const
{
    return shown_.with([](const base::DestinationStatus& shown) { return shown; });
}

void Forwarder::hurry()
{
    wantsHurry_ = true;
    bell_.ring();
}

} // namespace historian::forward
