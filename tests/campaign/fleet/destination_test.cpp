#include "destination.h"

#include <gtest/gtest.h>

namespace historian::fleet {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kUp{1000h};
constexpr Capacity kCapacity{.aRequest = 1ms, .aRow = 10us, .roundTrip = 100ms};

TEST(SimulatedDestination, TakesAsLongAsItsRowsAndTheRoundTrip)
{
    Destination destination(kCapacity, kUp);
    const auto answer = destination.ask(kUp, 100);
    EXPECT_TRUE(answer.isTaken);
    EXPECT_EQ(answer.at, kUp + 102ms);
}

TEST(SimulatedDestination, TakesOneAfterTheOther)
{
    Destination destination(kCapacity, kUp);
    destination.ask(kUp, 100);
    EXPECT_EQ(destination.ask(kUp, 100).at, kUp + 104ms);
}

TEST(SimulatedDestination, RefusesWhatWouldWaitTooLong)
{
    Destination destination(kCapacity, kUp);
    destination.ask(kUp, 1'000'000); // ten seconds of work, and a little
    const auto answer = destination.ask(kUp, 1);
    EXPECT_FALSE(answer.isTaken);
    EXPECT_EQ(answer.at, kUp + 10'100ms);
}

TEST(SimulatedDestination, WithALimiterRefusesAtOnceAndSaysWhenToComeAgain)
{
    Capacity limited = kCapacity;
    limited.waitMax = 1s;
    limited.retryAfter = 60s;
    Destination destination(limited, kUp);
    destination.ask(kUp, 200'000);
    const auto answer = destination.ask(kUp, 1);
    EXPECT_FALSE(answer.isTaken);
    EXPECT_EQ(answer.at, kUp + 100ms);
    EXPECT_EQ(answer.after, 60s);
}

TEST(SimulatedDestination, RefusesAtOnceWhileItIsDown)
{
    Destination destination(kCapacity, kUp);
    const auto answer = destination.ask(kUp - 1s, 1);
    EXPECT_FALSE(answer.isTaken);
    EXPECT_EQ(answer.at, kUp - 1s);
}

} // namespace
} // namespace historian::fleet
