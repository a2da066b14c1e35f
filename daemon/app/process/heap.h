#pragma once

#include <cstddef>

namespace historian::app {

inline constexpr std::size_t kHeapBlockBytesMax =
    1024 * 1024;                                             ///< larger ones are mapped one by one
inline constexpr std::size_t kHeapTopBytesMax = 1024 * 1024; ///< kept free at the end of an arena

/// Has the C library give back to the system what is freed, instead of learning from the largest
/// buffer seen that so much will be needed for ever. Threads: before there is a second one.
void keepHeapSmall();

} // namespace historian::app
