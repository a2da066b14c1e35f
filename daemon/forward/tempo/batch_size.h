#pragma once

#include <chrono>
#include <cstddef>

namespace historian::forward {

inline constexpr std::size_t kBatchMin = 50;
inline constexpr std::size_t kBatchFirst = 500;
inline constexpr std::size_t kBatchMax = 5'000;
inline constexpr std::chrono::seconds kQuick{1}; ///< a full batch that took less may be larger
inline constexpr std::chrono::seconds kSlow{10}; ///< one that failed after longer was too large

/// How many readings are offered at once: as many as the destination takes in about a second.
/// Threads: none.
class BatchSize {
public:
    std::size_t readings() const { return readings_; }

    /// A batch of that many was delivered.
    void delivered(std::size_t offered, std::chrono::microseconds took);

    /// A batch failed after that long.
    void failed(std::chrono::microseconds took);

    /// More than that many would be too much to hold in memory.
    void holdTo(std::size_t readings);

    /// A batch of that many was too large; goes below kBatchMin, down to 1, until one is delivered.
    void tooLarge(std::size_t offered);

private:
    std::size_t readings_ = kBatchFirst;
};

} // namespace historian::forward
