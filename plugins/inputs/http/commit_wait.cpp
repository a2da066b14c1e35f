#include "commit_wait.h"

#include <utility>

namespace historian::http {
namespace {

void note(const Outcome& outcome, Verdict& verdict)
{
    verdict.isCommitted = outcome.isCommitted;
    verdict.stored = verdict.duplicates = 0;
    verdict.rejected.clear();
    verdict.storeId = outcome.storeId;
    verdict.lastSeq = outcome.lastSeq;
    verdict.why = outcome.why;
    verdict.retryAfter = outcome.retryAfter;
    for (std::size_t i = 0; i < outcome.readings.size(); ++i) {
        const ReadingOutcome& reading = outcome.readings[i];
        switch (reading.kind) {
        case ReadingOutcome::Kind::Stored: ++verdict.stored; break;
        case ReadingOutcome::Kind::Duplicate: ++verdict.duplicates; break;
        case ReadingOutcome::Kind::Rejected:
            verdict.rejected.push_back({i,
                                        std::string(reading.field),
                                        std::string(reading.code),
                                        std::string(reading.message)});
        }
    }
}

} // namespace

struct WaitingRoom::Place {
    enum class Phase : std::uint8_t { Waiting, Decided, GivenUp };

    explicit Place(WaitingRoom& owner) : room(owner) {}

    WaitingRoom& room;
    Verdict verdict;
    Phase phase = Phase::Waiting;
    std::shared_ptr<WaitingRoom> keepsRoom; ///< while given up
    std::condition_variable decided;
    std::mutex mutex;
};

WaitingRoom::WaitingRoom() = default;
WaitingRoom::~WaitingRoom() = default;

WaitingRoom::Place& WaitingRoom::take()
{
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
        free_.reserve(places_.size() + 1);
        free_.push_back(places_.emplace_back(std::make_unique<Place>(*this)).get());
    }
    Place& place = *free_.back();
    free_.pop_back();
    place.phase = Place::Phase::Waiting;
    return place;
}

void WaitingRoom::giveBack(Place& place)
{
    const std::lock_guard lock(mutex_);
    free_.push_back(&place);
}

void WaitingRoom::decide(Place& place, const Outcome& outcome)
{
    std::shared_ptr<WaitingRoom> room;
    {
        const std::lock_guard lock(place.mutex);
        if (place.phase == Place::Phase::Waiting) {
            note(outcome, place.verdict);
            place.phase = Place::Phase::Decided;
            place.decided.notify_one();
            return;
        }
        room = std::move(place.keepsRoom);
    }
    room->giveBack(place);
}

WaitingRoom::Wait::Wait(WaitingRoom& room,
                        Sink& sink,
                        Batch&& batch,
                        std::chrono::milliseconds deadline)
    : room_(room), place_(room.take())
{
    // One pointer: it fits into the function object without an allocation.
    const Submission submission = sink.submit(
        std::move(batch), [place = &place_](const Outcome& outcome) { decide(*place, outcome); });
    if (!submission.isAccepted) {
        retryAfter_ = submission.retryAfter;
        return;
    }
    std::unique_lock lock(place_.mutex);
    const bool isDecided = place_.decided.wait_for(
        lock, deadline, [this] { return place_.phase == Place::Phase::Decided; });
    end_ = isDecided ? WaitEnd::Decided : WaitEnd::Late;
    if (isDecided) return;
    place_.phase = Place::Phase::GivenUp;
    place_.keepsRoom = room_.shared_from_this();
}

WaitingRoom::Wait::~Wait()
{
    if (end_ != WaitEnd::Late) room_.giveBack(place_);
}

const Verdict& WaitingRoom::Wait::verdict() const
{
    return place_.verdict;
}

} // namespace historian::http
