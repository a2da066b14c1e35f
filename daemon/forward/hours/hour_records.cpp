#include "forward/hours/hour_records.h"

#include "forward/verdict/record_text.h"

#include <historian/codec/time_text.h>

#include <algorithm>

namespace historian::forward {
namespace {

// A kind for each day, since records are read by kind.
std::string kindOf(std::uint64_t day)
{
    const Time midnight{std::chrono::days(static_cast<std::int64_t>(day))};
    return std::string(kHoursKind) + "/" + codec::timeText(midnight).substr(0, 10);
}

} // namespace

HourRecords::HourRecords(std::string output, base::RecordDesk& desk, Snapshot& snapshot)
    : output_(std::move(output)), desk_(desk)
{
    const auto records = snapshot.records(kHoursKind);
    if (!records) throw Unavailable("reading hours of energy: " + records.error().message);
    for (const Record& record : *records) {
        const auto fields = splitFields(record.body);
        if (record.key != output_ || fields.size() != 2) continue;
        firstDay_ = numberOf(fields[0]);
        round_ = numberOf(fields[1]);
    }
}

Result<HourDay> HourRecords::day(Snapshot& snapshot, const DayKey& key) const
{
    if (const auto found = changed_.find(key); found != changed_.end()) return found->second;
    const auto records = snapshot.records(kindOf(key.second));
    if (!records) return records.error();
    const auto found = std::ranges::find(*records, keyOf(key.first), &Record::key);
    return found == records->end() ? HourDay{} : HourDay::of(found->body);
}

HourRecords::Changes HourRecords::keep(const DayKey& key, const HourDay& day)
{
    Changes changes{{kindOf(key.second), keyOf(key.first), day.text()}};
    changed_.insert_or_assign(key, day);
    if (firstDay_ != 0 && firstDay_ <= key.second) return changes;
    const std::lock_guard lock(mutex_);
    firstDay_ = key.second;
    changes.push_back(stateRecord());
    return changes;
}

void HourRecords::change(Changes changes)
{
    if (!changes.empty()) lastChange_ = desk_.change(std::move(changes));
}

bool HourRecords::isDurable()
{
    if (desk_.durable() < lastChange_) return false;
    changed_.clear();
    return true;
}

std::optional<Error> HourRecords::forgetFirstDay(Snapshot& snapshot)
{
    const auto records = snapshot.records(kindOf(firstDay_));
    if (!records) return records.error();
    Changes changes;
    for (const Record& record : *records)
        if (splitKey(record.key)[0] == output_)
            changes.push_back({record.kind, record.key, std::nullopt});
    const std::lock_guard lock(mutex_);
    ++firstDay_;
    changes.push_back(stateRecord());
    change(std::move(changes));
    return std::nullopt;
}

std::uint64_t HourRecords::round() const
{
    const std::lock_guard lock(mutex_);
    return round_;
}

void HourRecords::tellAgain()
{
    const std::lock_guard lock(mutex_);
    ++round_;
    desk_.change({stateRecord()});
}

std::string HourRecords::keyOf(const CounterId& counter) const
{
    return output_ + "/" + counter.device + "/" + counter.metric;
}

RecordChange HourRecords::stateRecord() const
{
    return {kHoursKind, output_, joinFields({std::to_string(firstDay_), std::to_string(round_)})};
}

} // namespace historian::forward
