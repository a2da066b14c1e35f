#include "app/process/heap.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace historian::app {

// Setting either ends glibc's own adjustment: after one free of a 13 MB buffer it would keep every
// buffer up to that size in the arenas, and 26 MB free at the end of each.
void keepHeapSmall()
{
#ifdef __GLIBC__
    ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(kHeapBlockBytesMax));
    ::mallopt(M_TRIM_THRESHOLD, static_cast<int>(kHeapTopBytesMax));
#endif
}

} // namespace historian::app
