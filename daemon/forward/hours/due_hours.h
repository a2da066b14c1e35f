#pragma once

#include "forward/position/seq_set.h"

#include <historian/store.h>

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace historian::forward {

inline constexpr auto kDueHoursKind = "hours_due";
inline constexpr std::size_t kDueRangesMax = 64; ///< of a counter; beyond: the nearest two are one

/// A counter by its names, as records know it.
struct CounterId {
    std::string device;
    std::string metric;

    friend auto operator<=>(const CounterId&, const CounterId&) = default;
};

/// The hours of an output's counters that are to be looked at: readings of them were offered, or
/// what they came to was not told yet. Hours are counted from 1970. Each counter with any has a
/// record. Which of them wait for something is known in memory only.
/// Threads: none.
class DueHours {
public:
    struct Due {
        CounterId counter;
        std::uint64_t hour = 0;
    };

    explicit DueHours(std::string output) : output_(std::move(output)) {}

    /// Takes a record of kDueHoursKind, if it is of this output.
    void load(const Record& record);

    /// True if it was not due before.
    bool add(const CounterId& counter, std::uint64_t hour);

    /// True if it was due.
    bool remove(const CounterId& counter, std::uint64_t hour);

    /// The record as it is now; it goes with the last hour.
    RecordChange recordOf(const CounterId& counter) const;

    /// An hour before `end` that does not wait: of each counter the first comes first.
    std::optional<Due> first(std::uint64_t end) const;

    /// It is not given by first() until wake().
    void wait(const CounterId& counter, std::uint64_t hour) { waiting_[counter].add({hour, hour}); }

    void wake(const CounterId& counter) { waiting_.erase(counter); }

    void wakeAll() { waiting_.clear(); }

private:
    std::string output_;
    std::map<CounterId, SeqSet> due_;
    std::map<CounterId, SeqSet> waiting_;
};

} // namespace historian::forward
