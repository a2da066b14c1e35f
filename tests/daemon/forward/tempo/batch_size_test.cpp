#include "forward/tempo/batch_size.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(BatchSize, GrowsByATenthWhileFullBatchesAreQuick)
{
    BatchSize size;
    size.delivered(500, milliseconds(999));
    EXPECT_EQ(size.readings(), 550U);
    size.delivered(549, milliseconds(10));
    size.delivered(550, seconds(1));
    EXPECT_EQ(size.readings(), 550U);
    for (int i = 0; i < 100; ++i) size.delivered(kBatchMax, milliseconds(10));
    EXPECT_EQ(size.readings(), kBatchMax);
}

TEST(BatchSize, HalvesWhenABatchFailedSlowly)
{
    BatchSize size;
    size.failed(seconds(10));
    EXPECT_EQ(size.readings(), 500U);
    for (int i = 0; i < 10; ++i) size.failed(seconds(11));
    EXPECT_EQ(size.readings(), kBatchMin);
}

TEST(BatchSize, GoesDownToOneReadingWhereABatchIsTooLarge)
{
    BatchSize size;
    size.tooLarge(500);
    EXPECT_EQ(size.readings(), 250U);
    size.tooLarge(3);
    EXPECT_EQ(size.readings(), 1U);
    size.tooLarge(1);
    EXPECT_EQ(size.readings(), 1U);
    size.delivered(1, milliseconds(1));
    EXPECT_EQ(size.readings(), kBatchMin);
}

TEST(BatchSize, HoldsNoMoreThanMemoryAllows)
{
    BatchSize size;
    size.holdTo(600);
    EXPECT_EQ(size.readings(), 500U);
    size.holdTo(60);
    EXPECT_EQ(size.readings(), 60U);
    size.holdTo(0);
    EXPECT_EQ(size.readings(), 1U);
}

} // namespace
} // namespace historian::forward
