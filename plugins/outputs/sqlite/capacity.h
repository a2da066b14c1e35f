#pragma once

#include <historian/clock.h>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>

namespace historian::sqlite {

/// Free bytes of the disk under a path for this user; 0 if it cannot be asked.
std::uint64_t freeBytes(const std::filesystem::path& directory);

/// `quota: auto`: half of what is free or the store's already, at most 8 GB.
std::uint64_t automaticQuota(std::uint64_t freeBytes, std::uint64_t storeBytes);

/// `reserve.bin`: space that is given up when the disk is full, because on a full disk even a
/// delete fails. While it is missing, no readings may be stored: it is for records and for cleaning
/// up. Threads: one at a time.
class Ballast {
public:
    Ballast(const std::filesystem::path& directory, std::uint64_t bytes);

    /// Makes it, if there is room enough for that (four times its size).
    void restore();

    /// Gives it up.
    void release();

    bool isInPlace() const { return isInPlace_; }

private:
    std::filesystem::path file_;
    std::uint64_t bytes_;
    bool isInPlace_ = false;
};

/// How fast the store grows, from a sample every ten minutes over a day.
/// Threads: one at a time.
class GrowthRate {
public:
    void note(SteadyTime now, std::uint64_t bytes);

    /// Days until `roomBytes` are full; nothing before ten minutes, or if it does not grow.
    std::optional<double>
    daysLeft(SteadyTime now, std::uint64_t bytes, std::uint64_t roomBytes) const;

private:
    struct Sample {
        SteadyTime at;
        std::uint64_t bytes;
    };

    std::deque<Sample> samples_;
};

} // namespace historian::sqlite
