#pragma once

#include <historian/clock.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace historian::sqlite {

inline constexpr std::size_t kRowReadingsMax = 4096;
inline constexpr std::int64_t kSpreadClasses = 8;

/// Where a row lies: the store it was committed under and the seq of its first reading.
struct Place {
    std::int64_t store = 0;
    std::uint64_t seq = 0;

    std::int64_t number() const { return (store << 48) + static_cast<std::int64_t>(seq); }

    static Place of(std::int64_t number)
    {
        return {number >> 48, static_cast<std::uint64_t>(number) & ((std::uint64_t{1} << 48) - 1)};
    }
};

/// What the columns of a journal row say of its readings.
struct RowFacts {
    std::size_t count = 0;
    Time minTime{};
    Time maxTime{};
    std::uint32_t device = 0; ///< the name id if there is only one, else 0
};

/// How far apart the readings of a class are at most (FORMAT.md, spread); the last has no limit.
constexpr std::chrono::microseconds spreadLimit(std::int64_t spreadClass)
{
    constexpr std::array<std::int64_t, 7> kSeconds = {1, 16, 256, 4096, 65'536, 1 << 20, 1 << 24};
    return spreadClass < 7
               ? std::chrono::seconds(kSeconds.at(static_cast<std::size_t>(spreadClass)))
               : std::chrono::microseconds::max();
}

/// The smallest class a row with these times belongs to.
constexpr std::int64_t spreadOf(Time minTime, Time maxTime)
{
    for (std::int64_t spreadClass = 0; spreadClass < kSpreadClasses - 1; ++spreadClass)
        if (maxTime - minTime <= spreadLimit(spreadClass)) return spreadClass;
    return kSpreadClasses - 1;
}

} // namespace historian::sqlite
