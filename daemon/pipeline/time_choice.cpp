#include "pipeline/time_choice.h"

#include <cmath>

namespace historian::pipeline {

namespace {

using std::chrono::microseconds;

constexpr std::chrono::seconds kTieMax{1};

bool isInWindow(Time sent, Time received)
{
    return sent >= received - kSentAgeMax && sent <= received + kSentAheadMax;
}

bool isRateWrong(DeviceClock& clock, Time sent, Time received)
{
    const microseconds offset = received - sent;
    if (std::chrono::abs(offset) > kSentAheadMax) return false;
    // A fresher reading begins the window anew: the end of an emptied buffer is no clock running
    // fast.
    if (!clock.windowReceived || std::chrono::abs(offset) < std::chrono::abs(clock.windowOffset)) {
        clock.windowReceived = received;
        clock.windowOffset = offset;
        return false;
    }
    const microseconds elapsed = received - *clock.windowReceived;
    if (elapsed < kRateWindow) return false;
    const auto drift = static_cast<double>((offset - clock.windowOffset).count());
    clock.windowReceived = received;
    clock.windowOffset = offset;
    return std::abs(drift) > kRateTolerance * static_cast<double>(elapsed.count());
}

// Whether the sent time is believed; a clock that cannot be right loses its credit.
bool believes(const Reading& reading, DeviceClock& clock)
{
    if (clock.isAlwaysArrival || clock.isDisbelieved || !reading.hasSentTime) return false;
    const bool isSame = clock.lastSent == reading.time;
    const bool isRepeated = isSame && reading.received - clock.lastSentReceived >= kRepeatGap;
    if (!isSame) {
        clock.lastSent = reading.time;
        clock.lastSentReceived = reading.received;
    }
    if (!isInWindow(reading.time, reading.received)) return false;
    clock.isDisbelieved = isRepeated || isRateWrong(clock, reading.time, reading.received);
    return !clock.isDisbelieved;
}

bool isAgePossible(std::chrono::microseconds age)
{
    return age >= microseconds(0) && age <= kSentAgeMax;
}

// Two readings that arrive at once stay two: of equal times a query shows the later one only. A
// clock that was set back is followed all the same.
void arrive(Reading& reading, DeviceClock& clock, Time receipt)
{
    const Time last = clock.lastArrival;
    const bool isTie = receipt <= last && last - receipt < kTieMax;
    reading.time = isTie ? last + microseconds(1) : receipt;
    reading.flags.add(Flag::Arrival);
    clock.lastArrival = reading.time;
}

} // namespace

bool chooseTime(Reading& reading, DeviceClock& clock, bool isClockTrusted)
{
    const Time receipt = reading.received;
    reading.received = std::chrono::floor<std::chrono::milliseconds>(receipt);
    const bool isBackfill = reading.flags.has(Flag::Backfill);
    reading.flags = {};
    if (isBackfill) reading.flags.add(Flag::Backfill);
    if (!isClockTrusted) reading.flags.add(Flag::Unsynced);
    const bool wasDisbelieved = clock.isDisbelieved;
    switch (reading.clock) {
    case ClockPolicy::Age:
        if (isAgePossible(reading.age))
            reading.time = reading.received - reading.age;
        else
            arrive(reading, clock, receipt);
        break;
    case ClockPolicy::Arrival: arrive(reading, clock, receipt); break;
    case ClockPolicy::Device:
        reading.flags.add(Flag::Backfill);
        if (!reading.hasSentTime) arrive(reading, clock, receipt);
        break;
    case ClockPolicy::Auto:
        if (!isClockTrusted || !believes(reading, clock)) arrive(reading, clock, receipt);
        break;
    }
    return clock.isDisbelieved && !wasDisbelieved;
}

} // namespace historian::pipeline
