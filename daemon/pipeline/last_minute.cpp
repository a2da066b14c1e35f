#include "pipeline/last_minute.h"

#include <historian/codec/time_text.h>
#include <historian/error.h>

#include <algorithm>

namespace historian::pipeline {

namespace {

constexpr std::size_t kPageReadings = 8192;

void remember(Duplicates& duplicates, const Batch& batch, const Reading& reading)
{
    Batch one;
    Reading& copy = one.append(batch, reading);
    // A sent time that said just what the chosen one says was not kept a second time.
    if (copy.sentTime.isEmpty() && !copy.flags.has(Flag::Arrival))
        copy.sentTime = one.keep(codec::timeText(copy.time));
    if (const auto key = duplicates.keyOf(one, copy))
        duplicates.isRepeated(copy.device, *key, copy.received);
}

} // namespace

Receipt rememberLastMinute(Store& store, DeviceTracks& tracks, Duplicates& duplicates)
{
    Receipt last;
    last.storeId = store.status().storeId;
    const Segment latest = store.latest();
    for (const Reading& newest : latest.readings.readings()) {
        tracks.rememberNewest(newest.device, newest.time);
        last.lastSeq = std::max(last.lastSeq, newest.seq);
    }
    const auto snapshot = store.snapshot();
    if (!snapshot) throw Unavailable("reading the last minute: " + snapshot.error().message);
    std::uint64_t seq = last.lastSeq - std::min(last.lastSeq, kRememberedReadingsMax);
    for (bool isEnd = false; !isEnd;) {
        const auto segment = (*snapshot)->readAfter(seq, kPageReadings);
        if (!segment) throw Unavailable("reading the last minute: " + segment.error().message);
        isEnd = segment->readings.isEmpty();
        for (const Reading& reading : segment->readings.readings()) {
            remember(duplicates, segment->readings, reading);
            seq = reading.seq;
        }
    }
    last.lastSeq = std::max(last.lastSeq, seq);
    duplicates.keepTurn();
    return last;
}

} // namespace historian::pipeline
