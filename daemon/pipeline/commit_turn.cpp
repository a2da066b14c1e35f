#include "pipeline/commit_turn.h"

#include <historian/codec/time_text.h>

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

} // namespace

void CommitTurn::sort(std::span<Submitted> submitted,
                      std::span<const bool> acceptsUnknown,
                      bool isClockTrusted,
                      const std::function<void(Symbol)>& onDisbelief)
{
    readings_.clear();
    outcomes_.clear();
    origins_.clear();
    figures_ = {};
    for (std::size_t i = 0; i < submitted.size(); ++i) {
        Batch& batch = submitted[i].batch;
        for (std::size_t k = 0; k < batch.size(); ++k) {
            disbelieved_ = {};
            outcomes_.push_back(
                sortOne(batch, batch[k], acceptsUnknown[submitted[i].sink], isClockTrusted));
            origins_.push_back({i, k});
            if (disbelieved_.number != 0) onDisbelief(disbelieved_);
        }
    }
}

ReadingOutcome
CommitTurn::sortOne(Batch& batch, Reading& reading, bool acceptsUnknown, bool isClockTrusted)
{
    DeviceTrack& track = tracks_.ofAddress(batch, reading, acceptsUnknown);
    if (track.admission != Admission::Known && track.admission != Admission::New) {
        ++figures_.rejected;
        return rejection(track.admission);
    }
    reading.device = track.symbol;
    track.lastReceived = reading.received;
    const auto key = duplicates_.keyOf(batch, reading);
    if (key && duplicates_.isRepeated(track.symbol, *key, reading.received)) {
        ++figures_.duplicates;
        return {Kind::Duplicate, 0, {}, {}, {}, {}};
    }

    if (chooseTime(reading, track.clock, isClockTrusted)) disbelieved_ = track.symbol;
    if (!track.isApproved) reading.flags.add(Flag::Unapproved);
    if (reading.time < track.newest)
        reading.flags.add(Flag::Late);
    else
        track.newest = reading.time;
    tracks_.judgeRanges(track, batch, reading);
    if (codec::timeText(reading.time) == batch.text(reading.sentTime)) reading.sentTime = {};
    readings_.append(batch, reading);
    ++figures_.stored;
    return {Kind::Stored, 0, reading.time, {}, {}, {}};
}

void CommitTurn::finish(std::span<Submitted> submitted, const Receipt& receipt)
{
    duplicates_.keepTurn();
    std::uint64_t seq = receipt.firstSeq;
    for (ReadingOutcome& outcome : outcomes_)
        if (outcome.kind == Kind::Stored) outcome.seq = seq++;
    for (std::size_t i = 0; i < readings_.size(); ++i) readings_[i].seq = receipt.firstSeq + i;

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

void CommitTurn::fail(std::span<Submitted> submitted, const CommitRefused& refused)
{
    duplicates_.forgetTurn();
    Outcome outcome;
    outcome.why = refused.why;
    outcome.retryAfter = refused.retryAfter;
    for (const Submitted& one : submitted) one.done(outcome);
}

} // namespace historian::pipeline
