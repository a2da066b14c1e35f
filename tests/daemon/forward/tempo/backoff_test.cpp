#include "forward/tempo/backoff.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, DoublesItsCeilingUpToFiveMinutes)
{
    Backoff backoff([] { return 1.0; });
    EXPECT_EQ(backoff.failed(), milliseconds(1'000));
    EXPECT_EQ(backoff.failed(), milliseconds(2'000));
    for (int i = 0; i < 20; ++i) backoff.failed();
    EXPECT_EQ(backoff.failed(), kBackoffMax);
    backoff.succeeded();
    EXPECT_EQ(backoff.failed(), milliseconds(1'000));
}

TEST(Backoff, WaitsAnythingBelowItsCeiling)
{
    double share = 0;
    Backoff backoff([&] { return share; });
    EXPECT_EQ(backoff.failed(), milliseconds(0));
    share = 0.25;
    EXPECT_EQ(backoff.failed(), milliseconds(500));
    EXPECT_EQ(backoff.between(milliseconds(3'000), milliseconds(5'000)), milliseconds(3'500));
}

} // namespace
} // namespace historian::forward
