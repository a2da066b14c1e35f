#include "pipeline/pipeline.h"

#include <historian/codec/time_text.h>

#include <stdexcept>
#include <utility>

namespace historian::pipeline {

namespace {

constexpr std::chrono::milliseconds kIdleTurn{500};
constexpr std::chrono::seconds kRetryAfter{5};

} // namespace

/// One instance's way in.
class Pipeline::InstanceSink : public Sink {
public:
    InstanceSink(Pipeline& owner, std::string instance, std::size_t number)
        : owner_(owner), instance_(std::move(instance)), number_(number)
    {
    }

    Submission submit(Batch&& batch, Done done) override
    {
        const std::size_t readings = batch.size();
        owner_.books_.received += readings;
        const Submission answer = owner_.queue_.push({std::move(batch), std::move(done), number_});
        if (!answer.isAccepted) owner_.books_.received -= readings;
        return answer;
    }

    void refuse(Refusal refusal) override
    {
        ++owner_.books_.refusals;
        owner_.rejected_.add({owner_.parts_.clock.now(),
                              instance_,
                              std::move(refusal.device),
                              std::move(refusal.field),
                              std::move(refusal.code),
                              std::move(refusal.message),
                              std::move(refusal.address),
                              std::move(refusal.excerpt)});
    }

    const std::string& instance() const { return instance_; }

private:
    Pipeline& owner_;
    const std::string instance_;
    const std::size_t number_;
};

Pipeline::Pipeline(PipelineParts parts, QueueLimits limits)
    : parts_(std::move(parts)),
      queue_(limits),
      instanceStates_(storedRecords(kInstanceStateKind)),
      rejected_(records_, storedRecords(kRejectedKind)),
      tracks_(parts_.symbols, parts_.registry, parts_.logbook, parts_.profiles),
      commitTurn_(tracks_, duplicates_)
{
    rememberLastMinute();
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
    if (sinks_.size() == acceptsUnknown_.size()) throw ConfigError("there are at most 64 inputs");
    acceptsUnknown_[sinks_.size()] = acceptsUnknownDevices;
    return sinks_.emplace_back(*this, std::move(instance), sinks_.size());
}

InstanceState& Pipeline::stateOf(const std::string& instance)
{
    const std::lock_guard lock(statesMutex_);
    for (auto& [name, state] : states_)
        if (name == instance) return state;
    return states_
        .emplace_back(std::piecewise_construct,
                      std::forward_as_tuple(instance),
                      std::forward_as_tuple(records_, instance, instanceStates_))
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

void Pipeline::rememberLastMinute()
{
    const Segment latest = parts_.store.latest();
    for (const Reading& newest : latest.readings.readings()) {
        auto snapshot = parts_.store.snapshot();
        if (!snapshot) throw Unavailable("reading the last minute: " + snapshot.error().message);
        (*snapshot)->scan(newest.device,
                          {},
                          newest.time - kDuplicateWindow,
                          newest.time + std::chrono::microseconds(1),
                          [this](const Segment& segment) {
                              for (const Reading& reading : segment.readings.readings())
                                  remember(segment.readings, reading);
                              return true;
                          });
    }
    duplicates_.keepTurn();
}

void Pipeline::remember(const Batch& batch, const Reading& reading)
{
    Batch one;
    Reading& copy = one.append(batch, reading);
    // A sent time that said just what the chosen one says was not kept a second time.
    if (copy.sentTime.isEmpty() && !copy.flags.has(Flag::Arrival))
        copy.sentTime = one.keep(codec::timeText(copy.time));
    if (const auto key = duplicates_.keyOf(one, copy))
        duplicates_.isRepeated(copy.device, *key, copy.received);
}

void Pipeline::run()
{
    bool isLast = false;
    do {
        isLast = queue_.isClosed();
        queue_.takeAll(submitted_, kIdleTurn);
        turn();
        submitted_.clear();
        ++turns_;
    } while (!isLast);
}

bool Pipeline::sort()
{
    // What can throw here is state.db: a device or a logbook entry that could not be written.
    try {
        commitTurn_.sort(
            submitted_, acceptsUnknown_, parts_.clock.isTrusted(), [this](Symbol device) {
                parts_.logbook.append(
                    "daemon",
                    "clock_disbelieved",
                    std::string(parts_.symbols.name(device)),
                    "its sent times repeat or run at a wrong rate; receipt counts instead");
            });
        return true;
    } catch (const std::exception& problem) {
        fail(
            {CommitRefused::Kind::Failed, std::string("state.db: ") + problem.what(), kRetryAfter});
        return false;
    }
}

void Pipeline::fail(const CommitRefused& refused)
{
    for (const Submitted& submitted : submitted_) books_.failed += submitted.batch.size();
    commitTurn_.fail(submitted_, refused);
}

void Pipeline::turn()
{
    if (!sort()) return;
    noteRejected();
    auto records = records_.take();
    const TurnFigures figures = commitTurn_.figures();
    if (submitted_.empty() && records.empty()) return;

    const auto offset =
        parts_.clock.now().time_since_epoch() - parts_.clock.steady().time_since_epoch();
    std::variant<Receipt, CommitRefused> result = Receipt{};
    if (figures.stored > 0 || !records.empty())
        result = parts_.store.commit({commitTurn_.readings(), records, parts_.bootId, offset});
    if (const auto* refused = std::get_if<CommitRefused>(&result)) {
        records_.giveBack(std::move(records));
        fail(*refused);
        return;
    }
    books_.stored += figures.stored;
    books_.duplicates += figures.duplicates;
    books_.rejected += figures.rejected;
    ++books_.commits;
    books_.lastCommit = parts_.clock.now().time_since_epoch().count();
    const Receipt& receipt = std::get<Receipt>(result);
    commitTurn_.finish(submitted_, receipt);
    publish(receipt);
}

void Pipeline::noteRejected()
{
    commitTurn_.forEachRejected(
        [this](std::size_t i, std::size_t k, const ReadingOutcome& outcome) {
            const Submitted& submitted = submitted_[i];
            const Reading& reading = submitted.batch[k];
            rejected_.add({parts_.clock.now(),
                           sinks_[submitted.sink].instance(),
                           std::string(parts_.symbols.name(reading.device)),
                           std::string(outcome.field),
                           std::string(outcome.code),
                           std::string(outcome.message),
                           std::string(submitted.batch.text(reading.address)),
                           ""});
        });
}

void Pipeline::publish(const Receipt& receipt)
{
    if (commitTurn_.readings().isEmpty() || !parts_.feed.hasSubscribers()) return;
    parts_.feed.publish(
        std::make_shared<const Segment>(Segment{receipt.storeId, commitTurn_.readings()}));
}

base::IntakeStatus Pipeline::status() const
{
    base::IntakeStatus status;
    status.stored = books_.stored;
    status.duplicates = books_.duplicates;
    status.rejected = books_.rejected;
    status.failed = books_.failed;
    status.received = books_.received;
    status.inFlight =
        status.received - status.stored - status.duplicates - status.rejected - status.failed;
    status.refusals = books_.refusals;
    status.commits = books_.commits;
    if (const std::int64_t at = books_.lastCommit; at != 0)
        status.lastCommit = Time(std::chrono::microseconds(at));
    return status;
}

} // namespace historian::pipeline
