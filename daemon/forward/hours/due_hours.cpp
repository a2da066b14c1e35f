#include "forward/hours/due_hours.h"

#include "forward/verdict/record_text.h"

#include <limits>

namespace historian::forward {
namespace {

constexpr std::uint64_t kEver = std::numeric_limits<std::uint64_t>::max() - 1;

// Fills the smallest hole: what is looked at without need is found unchanged.
void joinNearest(SeqSet& set)
{
    std::optional<SeqRange> smallest;
    auto range = set.firstIn({0, kEver});
    while (range) {
        const auto next = set.firstIn({range->last + 1, kEver});
        if (!next) break;
        const SeqRange hole{range->last + 1, next->first - 1};
        if (!smallest || hole.count() < smallest->count()) smallest = hole;
        range = next;
    }
    if (smallest) set.add(*smallest);
}

} // namespace

void DueHours::load(const Record& record)
{
    const auto key = splitKey(record.key);
    if (key.size() != 3 || key[0] != output_) return;
    due_[{key[1], key[2]}] = SeqSet::of(record.body);
}

bool DueHours::add(const CounterId& counter, std::uint64_t hour)
{
    SeqSet& hours = due_[counter];
    if (hours.contains(hour)) return false;
    hours.add({hour, hour});
    if (hours.ranges() > kDueRangesMax) joinNearest(hours);
    return true;
}

bool DueHours::remove(const CounterId& counter, std::uint64_t hour)
{
    const auto found = due_.find(counter);
    if (found == due_.end() || !found->second.contains(hour)) return false;
    found->second.remove({hour, hour});
    if (found->second.ranges() == 0) due_.erase(found);
    return true;
}

RecordChange DueHours::recordOf(const CounterId& counter) const
{
    const auto found = due_.find(counter);
    RecordChange change{
        kDueHoursKind, output_ + "/" + counter.device + "/" + counter.metric, std::nullopt};
    if (found != due_.end()) change.body = found->second.text();
    return change;
}

std::optional<DueHours::Due> DueHours::first(std::uint64_t end) const
{
    if (end == 0) return std::nullopt;
    for (const auto& [counter, hours] : due_) {
        const auto waiting = waiting_.find(counter);
        auto some = hours.firstIn({0, end - 1});
        while (some) {
            if (waiting == waiting_.end()) return Due{counter, some->first};
            if (const auto free = waiting->second.firstMissing(*some))
                return Due{counter, free->first};
            some = hours.firstIn({some->last + 1, end - 1});
        }
    }
    return std::nullopt;
}

} // namespace historian::forward
