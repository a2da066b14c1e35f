#pragma once

#include "pipeline/device_track.h"
#include "pipeline/notices.h"
#include "pipeline/record_journal.h"

#include <historian/clock.h>
#include <historian/store.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace historian::pipeline {

inline constexpr auto kUnsyncedKind = "unsynced";

/// Dates readings anew once the machine's clock is trusted: those that were committed in this boot
/// before (DESIGN 4). A record of kind `unsynced` with the boot's id remembers that there are some,
/// so that it happens also if the process ended in between. Readings of a boot that ended without
/// a trusted clock keep their times and their flag, and so do those that destinations may have by
/// now (base/unsynced.h). Threads: the commit thread.
class Redating {
public:
    /// The references outlive it. `known` are the records of that kind.
    Redating(Store& store,
             const Clock& clock,
             RecordJournal& records,
             Notices& notices,
             std::string bootId,
             const std::vector<Record>& known);

    /// Before a commit of these readings.
    void note(const Batch& readings);

    /// Dates anew if there is something to date and the clock is trusted; tried again every
    /// kRedatingRetry while the store refuses. True: times in the store have changed.
    bool runIfDue(std::chrono::microseconds wallMinusMonotonic);

private:
    bool isTooLate(SteadyTime now);

    Store& store_;
    const Clock& clock_;
    RecordJournal& records_;
    Notices& notices_;
    const std::string bootId_;
    bool isNeeded_ = false;
    SteadyTime nextTry_{};
    const SteadyTime started_;
    std::optional<SteadyTime> trustedSince_;
};

inline constexpr std::chrono::seconds kRedatingRetry{5};

} // namespace historian::pipeline
