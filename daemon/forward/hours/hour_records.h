#pragma once

#include "base/record_desk.h"
#include "forward/hours/due_hours.h"
#include "forward/hours/hour_day.h"

#include <historian/store.h>

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace historian::forward {

inline constexpr auto kHoursKind = "hours"; ///< and of each UTC day "hours/2026-11-25"

/// A UTC day of a counter; days are counted from 1970.
using DayKey = std::pair<CounterId, std::uint64_t>;

/// What is durable of the hours that an output was told: a record for each counter and day. They
/// stay on the disk; in memory is only what was changed since the desk was last seen to be done.
/// Threads: the output's; tellAgain() any.
class HourRecords {
public:
    using Changes = std::vector<RecordChange>;

    /// The desk outlives it. Throws Unavailable if the store cannot be read.
    HourRecords(std::string output, base::RecordDesk& desk, Snapshot& snapshot);

    /// The snapshot must be younger than the last isDurable().
    Result<HourDay> day(Snapshot& snapshot, const DayKey& key) const;

    /// The changes that keep a day.
    Changes keep(const DayKey& key, const HourDay& day);

    /// These become durable together.
    void change(Changes changes);

    /// Whether all changes are on the disk.
    bool isDurable();

    /// The first day that may have a record; 0: none has.
    std::uint64_t firstDay() const { return firstDay_; }

    /// Lets go of the records of the first day.
    std::optional<Error> forgetFirstDay(Snapshot& snapshot);

    /// The round of telling (HourDay). A new one tells again what is found due.
    std::uint64_t round() const;
    void tellAgain();

private:
    std::string keyOf(const CounterId& counter) const;
    RecordChange stateRecord() const;

    const std::string output_;
    base::RecordDesk& desk_;
    std::map<DayKey, HourDay> changed_;
    std::uint64_t lastChange_ = 0; ///< the desk's number
    std::uint64_t firstDay_ = 0;
    std::uint64_t round_ = 1;
    mutable std::mutex mutex_; ///< guards round_, and firstDay_ where it is changed
};

} // namespace historian::forward
