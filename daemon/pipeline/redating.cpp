#include "pipeline/redating.h"

#include "base/unsynced.h"

#include <algorithm>
#include <variant>

namespace historian::pipeline {

Redating::Redating(Store& store,
                   const Clock& clock,
                   RecordJournal& records,
                   Notices& notices,
                   std::string bootId,
                   const std::vector<Record>& known)
    : store_(store),
      clock_(clock),
      records_(records),
      notices_(notices),
      bootId_(std::move(bootId)),
      started_(clock.steady())
{
    for (const Record& record : known) {
        if (record.key == bootId_)
            isNeeded_ = true;
        else
            records_.remove(record.kind, record.key);
    }
}

void Redating::note(const Batch& readings)
{
    if (isNeeded_ || bootId_.empty() || readings.isEmpty()) return;
    isNeeded_ = std::ranges::any_of(readings.readings(), [](const Reading& reading) {
        return reading.flags.has(Flag::Unsynced);
    });
    if (isNeeded_) records_.put(kUnsyncedKind, bootId_, "");
}

bool Redating::isTooLate(SteadyTime now)
{
    if (!trustedSince_) trustedSince_ = now;
    return now - *trustedSince_ >= base::kRedatingMax ||
           now - started_ >= base::kUnsyncedWaitMax - base::kRedatingWait;
}

bool Redating::runIfDue(std::chrono::microseconds wallMinusMonotonic)
{
    if (!isNeeded_ || !clock_.isTrusted() || clock_.steady() < nextTry_) return false;
    if (isTooLate(clock_.steady())) {
        isNeeded_ = false;
        records_.remove(kUnsyncedKind, bootId_);
        notices_.add("clock_synchronised",
                     "",
                     "the clock is right now; readings of this boot from before keep their times, "
                     "because destinations may have them");
        return false;
    }
    const auto answer = store_.redate(bootId_, wallMinusMonotonic);
    const auto* redated = std::get_if<std::uint64_t>(&answer);
    if (redated == nullptr) {
        nextTry_ = clock_.steady() + kRedatingRetry;
        return false;
    }
    isNeeded_ = false;
    records_.remove(kUnsyncedKind, bootId_);
    if (*redated == 0) return false;
    notices_.add("clock_synchronised",
                 "",
                 "the clock is right now; " + std::to_string(*redated) +
                     " readings of this boot were dated anew");
    return true;
}

} // namespace historian::pipeline
