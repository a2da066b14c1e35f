#include "pipeline/time_choice.h"

#include <historian/codec/time_text.h>

#include <gtest/gtest.h>

#include <vector>

namespace historian::pipeline {

namespace {

using namespace std::chrono_literals;

const Time kNow = *codec::parseTime("2025-06-01T12:00:00Z");

Reading sentAt(Time sent, Time received)
{
    Reading reading;
    reading.hasSentTime = true;
    reading.time = sent;
    reading.received = received;
    return reading;
}

} // namespace

TEST(TimeChoice, BelievesASentTimeNearTheReceipt)
{
    for (const auto age :
         std::initializer_list<std::chrono::microseconds>{0s, 3s, 24h * 30, -2min}) {
        DeviceClock clock;
        Reading reading = sentAt(kNow - age, kNow);
        chooseTime(reading, clock, true);
        EXPECT_EQ(reading.time, kNow - age);
        EXPECT_FALSE(reading.flags.has(Flag::Arrival));
    }
}

TEST(TimeChoice, TakesReceiptWhereTheSentTimeCannotBe)
{
    for (const auto age :
         std::initializer_list<std::chrono::microseconds>{24h * 30 + 1s, -2min - 1s}) {
        DeviceClock clock;
        Reading reading = sentAt(kNow - age, kNow);
        chooseTime(reading, clock, true);
        EXPECT_EQ(reading.time, kNow);
        EXPECT_TRUE(reading.flags.has(Flag::Arrival));
    }
}

TEST(TimeChoice, TakesReceiptWithoutASentTimeOrByProfileOrWithoutAClockToCompareWith)
{
    DeviceClock clock;
    Reading none;
    none.received = kNow + 300us;
    chooseTime(none, clock, true);
    EXPECT_EQ(none.time, kNow + 300us);
    EXPECT_EQ(none.received, kNow) << "receipt is kept to a millisecond";

    DeviceClock arrival;
    arrival.isAlwaysArrival = true;
    Reading board = sentAt(kNow - 1s, kNow);
    chooseTime(board, arrival, true);
    EXPECT_TRUE(board.flags.has(Flag::Arrival));

    DeviceClock another;
    Reading unsynced = sentAt(kNow - 1s, kNow);
    chooseTime(unsynced, another, false);
    EXPECT_EQ(unsynced.time, kNow);
    EXPECT_TRUE(unsynced.flags.has(Flag::Unsynced));
}

TEST(TimeChoice, KeepsReadingsApartThatArriveAtOnce)
{
    DeviceClock clock;
    std::vector<Time> times;
    for (int i = 0; i < 3; ++i) {
        Reading reading;
        reading.received = kNow;
        chooseTime(reading, clock, true);
        times.push_back(reading.time);
    }
    EXPECT_EQ(times, (std::vector<Time>{kNow, kNow + 1us, kNow + 2us}));
    Reading setBack;
    setBack.received = kNow - 1h;
    chooseTime(setBack, clock, true);
    EXPECT_EQ(setBack.time, kNow - 1h) << "a clock that was set back is followed";
}

TEST(TimeChoice, DisbelievesAClockThatRepeats)
{
    DeviceClock clock;
    Reading first = sentAt(kNow, kNow);
    EXPECT_FALSE(chooseTime(first, clock, true));
    Reading second = sentAt(kNow, kNow + kRepeatGap);
    EXPECT_TRUE(chooseTime(second, clock, true));
    EXPECT_EQ(second.time, kNow + kRepeatGap);
    Reading third = sentAt(kNow + 5s, kNow + 5s);
    EXPECT_FALSE(chooseTime(third, clock, true));
    EXPECT_TRUE(third.flags.has(Flag::Arrival));
}

TEST(TimeChoice, BelievesAnInstantThatIsToldInPieces)
{
    DeviceClock clock;
    for (const auto after : {0ms, 10ms, 1999ms}) {
        Reading piece = sentAt(kNow, kNow + after);
        EXPECT_FALSE(chooseTime(piece, clock, true));
        EXPECT_EQ(piece.time, kNow);
    }
}

TEST(TimeChoice, DisbelievesAClockThatRunsAtAWrongRate)
{
    DeviceClock clock;
    bool isLost = false;
    for (int second = 0; second <= 700 && !isLost; second += 10) {
        const auto elapsed = std::chrono::seconds(second);
        Reading reading = sentAt(kNow + elapsed - elapsed / 20, kNow + elapsed);
        isLost = chooseTime(reading, clock, true);
    }
    EXPECT_TRUE(isLost);
}

TEST(TimeChoice, KeepsItsFaithInABoardThatEmptiesItsBuffer)
{
    DeviceClock clock;
    for (int i = 0; i < 3600; ++i) {
        Reading reading =
            sentAt(kNow - 1h + std::chrono::seconds(i), kNow + std::chrono::milliseconds(i));
        ASSERT_FALSE(chooseTime(reading, clock, true));
        ASSERT_FALSE(reading.flags.has(Flag::Arrival));
    }
    for (int i = 0; i < 1200; ++i) {
        Reading reading = sentAt(kNow + std::chrono::seconds(i), kNow + std::chrono::seconds(i));
        ASSERT_FALSE(chooseTime(reading, clock, true));
    }
}

TEST(TimeChoice, DatesByAgeAndKeepsGivenTimesOfABackfill)
{
    DeviceClock clock;
    Reading old;
    old.clock = ClockPolicy::Age;
    old.received = kNow;
    old.age = 90s;
    chooseTime(old, clock, true);
    EXPECT_EQ(old.time, kNow - 90s);

    for (const auto age :
         {std::chrono::microseconds(-1), std::chrono::microseconds(kSentAgeMax) + 1us}) {
        DeviceClock another;
        Reading impossible;
        impossible.clock = ClockPolicy::Age;
        impossible.received = kNow;
        impossible.age = age;
        chooseTime(impossible, another, true);
        EXPECT_EQ(impossible.time, kNow);
        EXPECT_TRUE(impossible.flags.has(Flag::Arrival));
    }

    Reading import = sentAt(kNow - 24h * 400, kNow);
    import.clock = ClockPolicy::Device;
    chooseTime(import, clock, true);
    EXPECT_EQ(import.time, kNow - 24h * 400);
    EXPECT_TRUE(import.flags.has(Flag::Backfill));
}

TEST(TimeChoice, KeepsOfTheSendersFlagsOnlyBackfill)
{
    DeviceClock clock;
    Reading reading = sentAt(kNow, kNow);
    reading.flags.bits = 0xff;
    chooseTime(reading, clock, true);
    EXPECT_EQ(reading.flags, Flags{static_cast<std::uint8_t>(Flag::Backfill)});
}

} // namespace historian::pipeline
