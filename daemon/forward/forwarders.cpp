#include "forward/forwarders.h"

#include "forward/position/day_tally.h"
#include "forward/verdict/record_text.h"

#include <historian/codec/reading_json.h>
#include <historian/companions.h>

#include <algorithm>

namespace historian::forward {

using base::DestinationState;
using base::DestinationStatus;
using base::QuarantineChoice;

namespace {

template <typename Face>
Face* faceOf(Input* input, Output* output)
{
    if (auto* face = dynamic_cast<Face*>(input)) return face;
    return dynamic_cast<Face*>(output);
}

base::PositionStatus
positionOf(const std::string& storeId, const SeqSet& done, const std::vector<StoreSpan>& spans)
{
    base::PositionStatus position{storeId, 0, 0, 0};
    const auto span = std::ranges::find(spans, storeId, &StoreSpan::storeId);
    if (span != spans.end()) position.newest = span->lastSeq;
    const SeqRange all{1, std::max<std::uint64_t>(position.newest, 1)};
    const auto missing = done.firstMissing(all);
    position.doneUpTo = missing ? missing->first - 1 : position.newest;
    position.ranges = done.ranges() - (position.doneUpTo > 0 && done.ranges() > 0 ? 1 : 0);
    return position;
}

using VerifiedDays = std::map<Time, base::VerifiedDay>;

VerifiedDays compared(const std::map<Time, DayTally>& here, const std::vector<DayCount>& there)
{
    VerifiedDays days;
    for (const auto& [day, one] : here)
        days[day] = {.day = day, .stored = one.stored, .leftOut = one.stored - one.offered};
    for (const DayCount& one : there) {
        days[one.day].day = one.day;
        days[one.day].delivered = one.readings;
    }
    return days;
}

void addSetAside(VerifiedDays& days, Time day, std::uint64_t readings)
{
    const auto found = days.find(day);
    if (found != days.end()) found->second.setAside += readings;
}

} // namespace

Forwarders::Forwarders(ForwardersParts parts)
    : parts_(std::move(parts)),
      source_(parts_.store, parts_.clock),
      since_(parts_.clock.steady()),
      purge_(source_, parts_.clock, ledger_)
{
    const auto view = source_.look();
    if (!view) throw Unavailable("reading the ledger: " + view.error().message);
    const auto records = view->snapshot->records(kLedgerKind);
    if (!records) throw Unavailable("reading the ledger: " + records.error().message);
    ledger_.load(*records);
}

base::Feed& Forwarders::add(ForwarderSettings settings)
{
    const auto view = source_.look();
    if (!view) throw Unavailable("reading positions: " + view.error().message);
    return *forwarders_.emplace_back(std::make_unique<Forwarder>(std::move(settings),
                                                                 ForwarderParts{parts_.store,
                                                                                parts_.desk,
                                                                                parts_.clock,
                                                                                parts_.symbols,
                                                                                ledger_,
                                                                                parts_.random,
                                                                                parts_.pace,
                                                                                parts_.counters,
                                                                                parts_.version},
                                                                 *view->snapshot));
}

Forwarder* Forwarders::find(std::string_view output) const
{
    for (const auto& forwarder : forwarders_)
        if (forwarder->settings().output == output) return forwarder.get();
    return nullptr;
}

Error Forwarders::unknown(std::string_view output) const
{
    std::string names;
    for (const auto& forwarder : forwarders_)
        names += (names.empty() ? "" : ", ") + forwarder->settings().output;
    return Error{"there is no output '" + std::string(output) + "'; there " +
                 (names.empty() ? "is none" : "are: " + names)};
}

std::vector<DestinationStatus> Forwarders::destinations() const
{
    std::vector<DestinationStatus> all;
    const auto view = source_.look();
    for (const auto& forwarder : forwarders_) {
        DestinationStatus status = forwarder->status();
        if (view) complete(status, *forwarder, *view);
        all.push_back(std::move(status));
    }
    if (view) addUnconfigured(all, *view);
    return all;
}

std::optional<base::DataADay> Forwarders::dataADayOf(const Forwarder& forwarder) const
{
    const DestinationStatus status = forwarder.status();
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::microseconds>(parts_.clock.steady() - since_);
    return base::dataADay(forwarder.settings().cost,
                          forwarder.settings().expected,
                          {status.delivered + status.duplicates, status.bytesSent, elapsed});
}

void Forwarders::complete(DestinationStatus& status,
                          const Forwarder& forwarder,
                          const View& view) const
{
    const Settled settled = forwarder.book().settled();
    status.backlog = backlogOf(view.spans, settled);
    status.oldestUnsent = oldestWaiting(view, settled);
    status.quarantined = forwarder.book().quarantined();
    status.dropped = ledger_.droppedOf(status.output);
    status.dataADay = dataADayOf(forwarder);
    if (status.readingsPerSecond > 0 && status.state == DestinationState::Sending)
        status.drainsIn = std::chrono::seconds(static_cast<std::int64_t>(
            static_cast<double>(status.backlog) / status.readingsPerSecond));
    for (const auto& [storeId, done] : settled)
        status.positions.push_back(positionOf(storeId, done, view.spans));
}

void Forwarders::addUnconfigured(std::vector<DestinationStatus>& all, const View& view) const
{
    const auto records = view.snapshot->records(kPositionKind);
    if (!records) return;
    for (const Record& record : *records) {
        const auto key = splitKey(record.key);
        if (key.size() != 2 || find(key[0]) != nullptr) continue;
        // Records come by key, so that those of one output follow each other.
        if (all.empty() || all.back().output != key[0]) {
            DestinationStatus& status = all.emplace_back();
            status.output = key[0];
            status.state = DestinationState::Unconfigured;
            status.why = "it is no longer in the configuration";
            status.dropped = ledger_.droppedOf(key[0]);
        }
        all.back().positions.push_back(positionOf(key[1], SeqSet::of(record.body), view.spans));
    }
}

std::optional<Error> Forwarders::setPaused(std::string_view output, bool isPaused)
{
    Forwarder* forwarder = find(output);
    if (forwarder == nullptr) return unknown(output);
    forwarder->book().setPaused(isPaused);
    forwarder->hurry();
    return std::nullopt;
}

Result<std::uint64_t> Forwarders::rewind(std::string_view output, Time from)
{
    Forwarder* forwarder = find(output);
    if (forwarder == nullptr) return unknown(output);
    const auto view = source_.look();
    if (!view) return view.error();
    const auto runs = source_.since(*view, parts_.symbols.all(NameKind::Device), from);
    if (!runs) return runs.error();
    forwarder->tellHoursAgain();
    const std::uint64_t again = forwarder->book().rewind(*runs);
    forwarder->hurry();
    return again;
}

Result<std::vector<base::QuarantinedReading>> Forwarders::quarantine(std::string_view output,
                                                                     const QuarantineChoice& after,
                                                                     std::size_t limit) const
{
    const Forwarder* forwarder = find(output);
    if (forwarder == nullptr) return unknown(output);
    auto page = forwarder->book().quarantine(after, std::min(limit, base::kQuarantinePageMax));
    const auto view = source_.look();
    if (!view) return view.error();
    for (base::QuarantinedReading& reading : page) {
        const auto read = view->snapshot->readAfter(reading.storeId, reading.seq - 1, 1);
        if (!read || read->readings.isEmpty() || read->readings[0].seq != reading.seq) continue;
        codec::JsonWriter json;
        codec::writeReading(json, parts_.symbols, read->readings, read->readings[0]);
        reading.json = json.take();
    }
    return page;
}

Result<std::uint64_t> Forwarders::retry(std::string_view output, const QuarantineChoice& which)
{
    Forwarder* forwarder = find(output);
    if (forwarder == nullptr) return unknown(output);
    const std::uint64_t count = forwarder->book().retry(which);
    forwarder->hurry();
    return count;
}

Result<std::uint64_t>
Forwarders::discard(std::string_view output, const QuarantineChoice& which, std::string_view reason)
{
    Forwarder* forwarder = find(output);
    if (forwarder == nullptr) return unknown(output);
    if (reason.empty()) return Error{"discarding needs a reason, which the ledger keeps"};
    return forwarder->book().discard(which, reason);
}

Result<std::vector<base::VerifiedDay>>
Forwarders::verify(std::string_view output, Time from, Time to)
{
    const Forwarder* forwarder = find(output);
    if (forwarder == nullptr) return unknown(output);
    const Time first = dayOf(from);
    const Time end = dayOf(to - std::chrono::microseconds(1)) + std::chrono::days(1);
    const TallyRule rule{
        forwarder->settings().window, parts_.clock.now(), forwarder->book().leftOut()};
    const auto tally = tallyDays(source_, parts_.symbols, rule, first, end);
    if (!tally) return tally.error();
    const auto there = std::make_shared<Result<std::vector<DayCount>>>(
        Error{"output '" + std::string(output) + "' cannot ask its destination what it holds"});
    const auto error = parts_.runErrand(output, [there, first, end](Input*, Output* object) {
        if (auto* counts = dynamic_cast<DayCounts*>(object)) *there = counts->countDays(first, end);
    });
    if (error) return *error;
    if (!*there) return there->error();

    const auto view = source_.look();
    if (!view) return view.error();
    VerifiedDays days = compared(*tally, **there);
    for (const auto& [day, readings] : forwarder->book().givenUp(view->spans))
        addSetAside(days, day, readings);
    for (const auto& reading : forwarder->book().quarantine({}, kQuarantineMax))
        addSetAside(days, dayOf(reading.time), 1);
    std::vector<base::VerifiedDay> all;
    for (const auto& [day, one] : days) all.push_back(one);
    return all;
}

Result<std::vector<ProbeStep>> Forwarders::probe(std::string_view instance)
{
    const auto found = std::make_shared<Result<std::vector<ProbeStep>>>(
        Error{"'" + std::string(instance) + "' has nothing that could be probed"});
    const auto error = parts_.runErrand(instance, [found](Input* input, Output* output) {
        if (auto* probe = faceOf<Probe>(input, output)) *found = probe->probe();
    });
    if (error) return *error;
    if (const Forwarder* forwarder = find(instance); forwarder != nullptr && *found)
        if (const auto data = dataADayOf(*forwarder))
            (*found)->push_back({"data a day", true, base::textOf(*data)});
    return *found;
}

std::optional<base::Purge> Forwarders::next(const StoreStatus& status)
{
    return purge_.next(status, [this] {
        std::vector<Need> needs;
        for (const auto& forwarder : forwarders_)
            needs.push_back({forwarder->settings().output,
                             forwarder->settings().isRequired,
                             forwarder->book().settled()});
        return needs;
    });
}

void Forwarders::purged(bool isDurable)
{
    purge_.purged(isDurable);
}

void Forwarders::committed()
{
    for (const auto& forwarder : forwarders_) forwarder->bell().ring();
}

} // namespace historian::forward
