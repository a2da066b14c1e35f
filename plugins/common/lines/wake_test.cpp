#include "lines/wake.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

namespace historian::lines {

using std::chrono::microseconds;
using std::chrono::seconds;

namespace {

bool isReadable(const Wake& wake, int timeoutMs)
{
    pollfd waits{wake.descriptor(), POLLIN, 0};
    return ::poll(&waits, 1, timeoutMs) == 1;
}

} // namespace

TEST(Wake, EndsAPollOfAnotherThreadAndIsClearedOnce)
{
    Wake wake;
    EXPECT_FALSE(isReadable(wake, 0));
    const std::jthread waker([&wake] {
        wake.wake();
        wake.wake();
    });
    EXPECT_TRUE(isReadable(wake, 30'000));
}

TEST(Wake, IsSilentAfterClear)
{
    Wake wake;
    wake.wake();
    wake.clear();
    wake.clear();
    EXPECT_FALSE(isReadable(wake, 0));
}

TEST(Wake, PollTimeoutRoundsUpAndStaysWithinAMinute)
{
    const SteadyTime now{seconds(100)};
    EXPECT_EQ(pollTimeout(std::nullopt, now), -1);
    EXPECT_EQ(pollTimeout(now + microseconds(1), now), 1);
    EXPECT_EQ(pollTimeout(now - seconds(5), now), 0);
    EXPECT_EQ(pollTimeout(now + seconds(600), now), 60'000);
}

} // namespace historian::lines
