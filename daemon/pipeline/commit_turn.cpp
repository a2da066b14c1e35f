#include "pipeline/commit_turn.h"

#include <historian/codec/time_text.h>

#include <algorithm>
#include <cmath>

namespace historian::pipeline {

using Admission = state::Registry::Admission;
using Kind = ReadingOutcome::Kind;

namespace {

ReadingOutcome rejection(Admission admission)
{
    ReadingOutcome outcome{Kind::Rejected, 0, {}, "device_id", {}, {}};
    switch (admission) {
    case Admission::Rejected:
        outcome.code = "device_rejected";
        outcome.message = "this device was rejected or retired";
        break;
    case Admission::TooMany:
        outcome.code = "too_many_devices";
        outcome.message = "there are already 256 devices";
        break;
    default:
        outcome.code = "unknown_device";
        outcome.message = "this input takes known devices only";
        break;
    }
    return outcome;
}

ReadingOutcome noValues()
{
    return {Kind::Rejected, 0, {}, "", "no_values", "the reading has no values"};
}

// What no store and no query can hold becomes a missing value with its reason.
void repair(std::span<Value> values)
{
    for (Value& value : values) {
        if (value.type() == ValueType::Double && !std::isfinite(value.asDouble()))
            value = Value::none(value.metric(), Quality::BadNotANumber);
        else if (value.type() == ValueType::None && value.quality() == Quality::Good)
            value.setQuality(Quality::BadNoValue);
    }
}

} // namespace

void CommitTurn::clear()
{
    const std::size_t most = std::max(4 * outcomes_.size(), kTurnReadingsKept);
    if (readings_.bytes() > kTurnBytesKept || outcomes_.capacity() > most) {
        readings_ = {};
        outcomes_ = {};
    }
    readings_.clear();
    outcomes_.clear();
    before_.clear();
    disbelieved_.clear();
    figures_ = {};
    ++turn_;
}

void CommitTurn::sort(std::span<Submitted> submitted,
                      std::span<const bool> acceptsUnknown,
                      TurnClock clock)
{
    clear();
    for (Submitted& one : submitted)
        for (Reading& reading : one.batch.readings())
            outcomes_.push_back(sortOne(one.batch, reading, acceptsUnknown[one.sink], clock));
}

ReadingOutcome
CommitTurn::sortOne(Batch& batch, Reading& reading, bool acceptsUnknown, TurnClock clock)
{
    if (reading.received == Time{}) reading.received = clock.now;
    DeviceTrack& track = tracks_.ofAddress(batch, reading, acceptsUnknown);
    const bool isAdmitted =
        track.admission == Admission::Known || track.admission == Admission::New;
    if (!isAdmitted || reading.valueCount == 0) {
        ++figures_.rejected;
        return isAdmitted ? noValues() : rejection(track.admission);
    }
    reading.device = track.symbol;
    track.lastReceived = reading.received;
    repair(batch.values(reading));
    const auto key = duplicates_.keyOf(batch, reading);
    if (key && duplicates_.isRepeated(track.symbol, *key, reading.received)) {
        ++figures_.duplicates;
        return {Kind::Duplicate, 0, {}, {}, {}, {}};
    }

    remember(track);
    if (chooseTime(reading, track.clock, clock.isTrusted)) disbelieved_.push_back(track.symbol);
    if (!track.isApproved) reading.flags.add(Flag::Unapproved);
    if (reading.time < track.newest) reading.flags.add(Flag::Late);
    track.newest = std::max(track.newest, reading.time);
    tracks_.judgeRanges(track, batch, reading);
    if (!reading.flags.has(Flag::Arrival) && reading.hasSentTime &&
        codec::timeText(reading.time) == batch.text(reading.sentTime))
        reading.sentTime = {};
    readings_.append(batch, reading);
    ++figures_.stored;
    return {Kind::Stored, 0, reading.time, {}, {}, {}};
}

void CommitTurn::remember(DeviceTrack& track)
{
    if (track.turn == turn_) return;
    track.turn = turn_;
    before_.push_back({&track, track.clock, track.newest});
}

void CommitTurn::keep(const Receipt& receipt)
{
    duplicates_.keepTurn();
    std::uint64_t seq = receipt.firstSeq;
    for (ReadingOutcome& outcome : outcomes_)
        if (outcome.kind == Kind::Stored) outcome.seq = seq++;
    for (std::size_t i = 0; i < readings_.size(); ++i) readings_[i].seq = receipt.firstSeq + i;
}

void CommitTurn::tell(std::span<const Submitted> submitted, const Receipt& receipt) const
{
    std::size_t first = 0;
    for (const Submitted& one : submitted) {
        Outcome outcome;
        outcome.isCommitted = true;
        outcome.readings = std::span(outcomes_).subspan(first, one.batch.size());
        outcome.storeId = receipt.storeId;
        outcome.lastSeq = receipt.lastSeq;
        one.done(outcome);
        first += one.batch.size();
    }
}

void CommitTurn::fail(std::span<const Submitted> submitted, const CommitRefused& refused)
{
    duplicates_.forgetTurn();
    for (const Before& before : before_) {
        before.track->clock = before.clock;
        before.track->newest = before.newest;
        before.track->turn = 0;
    }
    before_.clear();
    Outcome outcome;
    outcome.why = refused.why;
    outcome.retryAfter = refused.retryAfter;
    for (const Submitted& one : submitted) one.done(outcome);
}

} // namespace historian::pipeline
