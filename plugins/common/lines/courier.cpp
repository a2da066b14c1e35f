#include "lines/courier.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace historian::lines {

namespace {

constexpr std::chrono::milliseconds kDelayMin{10};

} // namespace

// What the commit thread says of one parcel.
struct Courier::Note {
    bool isCommitted = false;
    std::chrono::milliseconds retryAfter{0};
    Delivered delivered;
};

struct Courier::Inbox {
    explicit Inbox(std::shared_ptr<Wake> sharedWake) : wake(std::move(sharedWake)) {}

    void put(std::uint64_t parcel, const Outcome& outcome)
    {
        Note note{outcome.isCommitted, outcome.retryAfter, {parcel, {}}};
        for (std::size_t i = 0; i < outcome.readings.size(); ++i)
            if (const ReadingOutcome& reading = outcome.readings[i];
                reading.kind == ReadingOutcome::Kind::Rejected)
                note.delivered.rejected.push_back(
                    {i, std::string(reading.field), std::string(reading.message)});
        {
            const std::lock_guard lock(mutex);
            notes.push_back(std::move(note));
        }
        wake->wake();
    }

    std::vector<Note> take()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(notes, {});
    }

    std::shared_ptr<Wake> wake;
    std::vector<Note> notes;
    std::mutex mutex;
};

Courier::Courier(std::shared_ptr<Wake> wake) : inbox_(std::make_shared<Inbox>(std::move(wake))) {}

Courier::~Courier() = default;

bool Courier::hasRoom() const
{
    return parcels_.size() < kParcelsMax && bytes_ < kParcelBytesMax;
}

void Courier::add(Batch&& batch, std::uint64_t parcel)
{
    bytes_ += batch.bytes();
    parcels_.push_back({parcel, std::move(batch), false});
}

std::vector<Delivered> Courier::work(Sink& sink, SteadyTime now)
{
    std::vector<Delivered> delivered = readNotes(now);
    for (Parcel& parcel : parcels_) {
        if (now < notBefore_) break;
        if (!parcel.isOnTheWay) handOver(sink, parcel, now);
    }
    return delivered;
}

std::vector<Delivered> Courier::readNotes(SteadyTime now)
{
    std::vector<Delivered> delivered;
    for (Note& note : inbox_->take()) {
        const auto parcel = std::ranges::find(
            parcels_, note.delivered.parcel, [](const Parcel& p) { return p.number; });
        if (parcel == parcels_.end()) continue;
        if (!note.isCommitted) {
            parcel->isOnTheWay = false;
            waitFor(note.retryAfter, now);
            continue;
        }
        bytes_ -= parcel->batch.bytes();
        parcels_.erase(parcel);
        delay_.reset();
        delivered.push_back(std::move(note.delivered));
    }
    return delivered;
}

void Courier::handOver(Sink& sink, Parcel& parcel, SteadyTime now)
{
    parcel.isOnTheWay = true; // before submit(), which may call back at once
    const auto submission = sink.submit(
        Batch(parcel.batch), [inbox = inbox_, number = parcel.number](const Outcome& outcome) {
            inbox->put(number, outcome);
        });
    if (submission.isAccepted) return;
    parcel.isOnTheWay = false;
    waitFor(submission.retryAfter, now);
}

void Courier::waitFor(std::chrono::milliseconds delay, SteadyTime now)
{
    delay_ = std::max(delay, kDelayMin);
    notBefore_ = now + *delay_;
}

std::optional<SteadyTime> Courier::due() const
{
    const bool hasWaiting =
        std::ranges::any_of(parcels_, [](const Parcel& parcel) { return !parcel.isOnTheWay; });
    return hasWaiting ? std::optional(notBefore_) : std::nullopt;
}

std::size_t Courier::readingsKept() const
{
    std::size_t readings = 0;
    for (const Parcel& parcel : parcels_)
        if (!parcel.isOnTheWay) readings += parcel.batch.size();
    return readings;
}

void Courier::sayLost(Host& host) const
{
    const std::size_t lost = readingsKept();
    if (lost == 0) return;
    host.counter("readings_lost", "readings that the host could not take before the stop")
        .add(lost);
    host.log(LogLevel::Warning,
             std::to_string(lost) + " readings could not be stored before the stop");
}

} // namespace historian::lines
