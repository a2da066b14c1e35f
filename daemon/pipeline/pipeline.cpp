#include "pipeline/pipeline.h"

#include "base/system_clock.h"
#include "pipeline/last_minute.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace historian::pipeline {

namespace {

constexpr std::chrono::milliseconds kIdleTurn{500};
constexpr std::chrono::seconds kRetryAfter{5};

// How many of these go into one commit.
std::size_t countOfTurn(std::span<const Submitted> waiting)
{
    std::size_t count = 0;
    for (std::size_t readings = 0; count < waiting.size(); ++count) {
        readings += waiting[count].batch.size();
        if (count > 0 && readings > kCommitReadingsMax) break;
    }
    return count;
}

CommitRefused failed(const std::exception& problem)
{
    return {CommitRefused::Kind::Failed,
            std::string("storing readings: ") + problem.what(),
            kRetryAfter};
}

} // namespace

Pipeline::Pipeline(PipelineParts parts, QueueLimits limits)
    : parts_(std::move(parts)),
      queue_(limits),
      instanceStates_(storedRecords(kInstanceStateKind)),
      rejected_(records_, storedRecords(kRejectedKind)),
      notices_(parts_.logbook),
      redating_(parts_.store,
                parts_.clock,
                records_,
                notices_,
                parts_.bootId,
                storedRecords(kUnsyncedKind)),
      room_(parts_.store, records_, parts_.retention),
      tracks_(parts_.symbols, parts_.registry, notices_, parts_.profiles),
      commitTurn_(tracks_, duplicates_)
{
    last_ = rememberLastMinute(parts_.store, tracks_, duplicates_);
}

Pipeline::~Pipeline()
{
    stop();
}

void Pipeline::start()
{
    thread_ = std::jthread([this] { run(); });
}

void Pipeline::stop()
{
    queue_.close();
    if (thread_.joinable()) thread_.join();
}

Sink& Pipeline::makeSink(std::string instance, bool acceptsUnknownDevices)
{
    if (sinks_.size() == acceptsUnknown_.size())
        throw ConfigError("there are at most " + std::to_string(kInputsMax) + " inputs");
    acceptsUnknown_[sinks_.size()] = acceptsUnknownDevices;
    RecordedState& state = findState(instance);
    return sinks_.emplace_back(
        SinkParts{queue_, rejected_, notices_, books_.refusals, parts_.clock},
        state,
        std::move(instance),
        sinks_.size());
}

std::optional<Time> Pipeline::lastData(std::string_view instance) const
{
    for (const InstanceSink& sink : sinks_)
        if (sink.instance() == instance) return sink.lastData();
    return std::nullopt;
}

InstanceState& Pipeline::stateOf(const std::string& instance)
{
    return findState(instance);
}

RecordedState& Pipeline::findState(const std::string& instance)
{
    const std::lock_guard lock(statesMutex_);
    for (auto& [name, state] : states_)
        if (name == instance) return state;
    return states_
        .emplace_back(std::piecewise_construct,
                      std::forward_as_tuple(instance),
                      std::forward_as_tuple(parts_.clock, instance, instanceStates_))
        .second;
}

std::vector<Record> Pipeline::storedRecords(const char* kind) const
{
    auto snapshot = parts_.store.snapshot();
    if (!snapshot) throw Unavailable("reading records: " + snapshot.error().message);
    auto records = (*snapshot)->records(kind);
    if (!records) throw Unavailable("reading records: " + records.error().message);
    return *std::move(records);
}

void Pipeline::run()
{
    std::vector<Submitted> taken;
    bool isLast = false;
    do {
        isLast = queue_.isClosed();
        queue_.takeAll(taken, kIdleTurn);
        std::span<Submitted> rest = taken;
        do {
            const auto now = rest.first(countOfTurn(rest));
            rest = rest.subspan(now.size());
            turn(now, isLast && rest.empty());
            queue_.release(now);
            for (Submitted& answered : now) answered = {};
        } while (!rest.empty());
        taken.clear();
    } while (!isLast);
}

void Pipeline::turn(std::span<Submitted> submitted, bool isLast)
{
    turns_.fetch_add(1, std::memory_order_relaxed);
    dateAnew();
    room_.make();
    auto idle = idleStates(isLast);
    auto result = attempt(submitted, idle);
    notices_.write();
    if (const auto* refused = std::get_if<CommitRefused>(&result)) {
        giveBack(std::move(idle));
        fail(submitted, *refused);
        return;
    }
    keep(submitted, std::get<Receipt>(result));
}

// A commit may be larger than the room that is left before anything has to go.
CommitResult Pipeline::attempt(std::span<Submitted> submitted, std::span<const RecordChange> idle)
{
    try {
        commitTurn_.sort(
            submitted, acceptsUnknown_, {parts_.clock.now(), parts_.clock.isTrusted()});
        noteRejected(submitted);
        redating_.note(commitTurn_.readings());
    } catch (const std::exception& problem) { // state.db: a device that could not be written
        return failed(problem);
    }
    auto result = commitSorted(submitted, idle);
    const auto* refused = std::get_if<CommitRefused>(&result);
    if (refused == nullptr || refused->kind != CommitRefused::Kind::Full ||
        !room_.makeFor(commitTurn_.readings().size()))
        return result;
    return commitSorted(submitted, idle);
}

CommitResult Pipeline::commitSorted(std::span<const Submitted> submitted,
                                    std::span<const RecordChange> idle)
{
    std::vector<RecordChange> records = records_.take();
    // Idle puts are the younger ones, so that they come after those of the batches.
    std::vector<RecordChange> changes = records;
    for (const Submitted& one : submitted)
        changes.insert(changes.end(), one.changes.begin(), one.changes.end());
    changes.insert(changes.end(), idle.begin(), idle.end());
    CommitResult result = CommitRefused{};
    try {
        result = commit(changes);
    } catch (const std::exception& problem) { // the store is a plugin
        result = failed(problem);
    }
    if (std::holds_alternative<CommitRefused>(result))
        records_.giveBack(std::move(records));
    else
        records_.kept();
    return result;
}

// The store is a plugin: what it throws here it will throw at the commit too, which answers for it.
void Pipeline::dateAnew()
{
    try {
        if (!redating_.runIfDue(wallMinusMonotonic())) return;
        const Segment latest = parts_.store.latest();
        for (const Reading& newest : latest.readings.readings())
            tracks_.rememberNewest(newest.device, newest.time);
    } catch (const std::exception&) {
        return;
    }
}

std::chrono::microseconds Pipeline::wallMinusMonotonic() const
{
    return parts_.clock.now().time_since_epoch() - base::timeSinceBoot();
}

CommitResult Pipeline::commit(std::span<const RecordChange> changes)
{
    if (commitTurn_.readings().isEmpty() && changes.empty()) return last_;
    auto result =
        parts_.store.commit({commitTurn_.readings(), changes, parts_.bootId, wallMinusMonotonic()});
    if (std::holds_alternative<CommitRefused>(result)) return result;
    books_.commits.fetch_add(1, std::memory_order_relaxed);
    books_.lastCommit = parts_.clock.now().time_since_epoch().count();
    return commitTurn_.readings().isEmpty() ? last_ : std::get<Receipt>(std::move(result));
}

void Pipeline::keep(std::span<Submitted> submitted, const Receipt& receipt)
{
    const TurnFigures figures = commitTurn_.figures();
    books_.stored += figures.stored;
    books_.duplicates += figures.duplicates;
    books_.rejected += figures.rejected;
    last_ = receipt;
    commitTurn_.keep(receipt);
    for (const Symbol device : commitTurn_.disbelieved())
        notices_.add("clock_disbelieved",
                     std::string(parts_.symbols.name(device)),
                     "its sent times repeat or run at a wrong rate; receipt counts instead");
    // Before the senders, so that who subscribes after an answer is not told of it once more.
    publish();
    commitTurn_.tell(submitted, receipt);
    if (parts_.retention != nullptr && figures.stored != 0) parts_.retention->committed();
}

void Pipeline::fail(std::span<Submitted> submitted, const CommitRefused& refused)
{
    for (const Submitted& one : submitted) books_.failed += one.batch.size();
    CommitRefused answer = refused;
    if (answer.retryAfter.count() == 0) answer.retryAfter = kRetryAfter;
    commitTurn_.fail(submitted, answer);
}

std::vector<RecordChange> Pipeline::idleStates(bool isLast)
{
    const std::lock_guard lock(statesMutex_);
    std::vector<RecordChange> changes;
    for (auto& [name, state] : states_) {
        auto waiting = isLast ? state.take() : state.takeOlderThan(kIdleTurn);
        std::ranges::move(waiting, std::back_inserter(changes));
    }
    return changes;
}

void Pipeline::giveBack(std::vector<RecordChange> idle)
{
    const std::lock_guard lock(statesMutex_);
    for (auto& [name, state] : states_) {
        const auto others = std::ranges::stable_partition(
            idle, [&state = state](const RecordChange& change) { return !state.owns(change); });
        state.giveBack({std::move_iterator(others.begin()), std::move_iterator(others.end())});
        idle.erase(others.begin(), others.end());
    }
}

void Pipeline::noteRejected(std::span<const Submitted> submitted)
{
    if (commitTurn_.figures().rejected == 0) return;
    commitTurn_.forEachRejected(
        submitted, [this](const Submitted& one, const Reading& reading, const auto& outcome) {
            rejected_.add({parts_.clock.now(),
                           sinks_[one.sink].instance(),
                           std::string(parts_.symbols.name(reading.device)),
                           std::string(outcome.field),
                           std::string(outcome.code),
                           std::string(outcome.message),
                           std::string(one.batch.text(reading.address)),
                           ""});
        });
}

void Pipeline::publish() const
{
    if (commitTurn_.readings().isEmpty() || !parts_.feed.hasSubscribers()) return;
    parts_.feed.publish(
        std::make_shared<const Segment>(Segment{last_.storeId, commitTurn_.readings()}));
}

base::IntakeStatus Pipeline::status() const
{
    base::IntakeStatus status;
    status.stored = books_.stored;
    status.duplicates = books_.duplicates;
    status.rejected = books_.rejected;
    status.failed = books_.failed;
    status.received = queue_.accepted(); // last, so that it is never less than the sum
    status.inFlight =
        status.received - status.stored - status.duplicates - status.rejected - status.failed;
    status.refusals = books_.refusals;
    status.commits = books_.commits;
    if (const std::int64_t at = books_.lastCommit; at != 0)
        status.lastCommit = Time(std::chrono::microseconds(at));
    return status;
}

} // namespace historian::pipeline
