#include "app/process/heap.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <vector>

namespace historian::app {
namespace {

std::size_t mappedBytes()
{
    return ::mallinfo2().hblkhd;
}

TEST(Heap, MapsALargeBlockByItselfEachTimeAndGivesItBack)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer has a heap of its own";
#endif
    keepHeapSmall();
    // Left alone, glibc would map the first one only and keep the others in its arena.
    for (int time = 0; time < 3; ++time) {
        const std::size_t before = mappedBytes();
        {
            const std::vector<char> block(4 * kHeapBlockBytesMax, 'x');
            EXPECT_GE(mappedBytes(), before + block.size());
        }
        EXPECT_EQ(mappedBytes(), before);
    }
}

} // namespace
} // namespace historian::app
