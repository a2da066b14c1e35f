#pragma once

#include <historian/companions.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace historian::forward {

inline constexpr std::size_t kHoursADay = 24;

/// What a destination was told, or is still to be told, of one UTC day of one counter.
/// Threads: none.
class HourDay {
public:
    /// The day of a record's body; hours that cannot be understood are left out.
    static HourDay of(std::string_view body);

    std::string text() const;

    /// Takes what an hour came to now. True if that is news: it gets the next revision and is to be
    /// told.
    bool take(std::size_t hour, const EnergyHour& energy);

    /// Whether the newest revision was told in this round of telling; a destination that must be
    /// told all anew has a new round. Rounds count from 1.
    bool isTold(std::size_t hour, std::uint64_t round) const;

    std::uint32_t revision(std::size_t hour) const;

    /// The destination has that revision.
    void told(std::size_t hour, std::uint32_t revision, std::uint64_t round);

private:
    struct Entry {
        double energyKwh = 0;
        double coverage = 0;
        std::uint64_t readings = 0;
        bool isApproved = true;
        std::uint32_t revision = 0;
        std::uint64_t toldIn = 0; ///< a round; 0: not yet
    };

    static bool isSame(const Entry& entry, const EnergyHour& energy);

    std::array<std::optional<Entry>, kHoursADay> entries_;
};

} // namespace historian::forward
