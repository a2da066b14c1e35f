#include "plan/read_plan.h"

#include "plan/schedule.h"

#include <algorithm>

namespace historian::modbus {

ReadPlan::ReadPlan(std::vector<Item> items, const BlockLimits& limits)
    : items_(std::move(items)), limits_(limits)
{
    merge();
}

void ReadPlan::merge()
{
    entries_.clear();
    for (Block& block : mergeBlocks(items_, limits_)) entries_.push_back({std::move(block)});
    isStale_ = false;
}

std::vector<std::size_t> ReadPlan::due(SteadyTime now)
{
    if (isStale_) merge();
    std::vector<std::size_t> ids;
    for (std::size_t id = 0; id < entries_.size(); ++id)
        if (entries_[id].due <= now) ids.push_back(id);
    std::ranges::stable_sort(
        ids, std::ranges::greater(), [this](std::size_t id) { return entries_[id].silences; });
    return ids;
}

void ReadPlan::done(std::size_t id, SteadyTime now)
{
    Entry& entry = entries_[id];
    isStale_ = isStale_ || entry.refusals > 0;
    entry.due = now + entry.block.interval;
    entry.refusals = 0;
    entry.silences = 0;
}

std::vector<std::size_t> ReadPlan::refused(std::size_t id, SteadyTime now, std::string why)
{
    Entry& entry = entries_[id];
    if (entry.block.items.size() == 1) {
        entry.why = std::move(why);
        entry.due = now + pauseAfter(++entry.refusals, kRefusedRestFirst, kRefusedRest);
        return {};
    }
    auto [first, second] = cutBlock(entry.block, items_);
    entry.block = std::move(first);
    entries_.push_back({std::move(second), entry.due, 0, entry.silences});
    return {id, entries_.size() - 1};
}

std::vector<RefusedItem> ReadPlan::refusedItems() const
{
    std::vector<RefusedItem> refused;
    for (const Entry& entry : entries_)
        if (entry.refusals > 0) refused.push_back({entry.block.items.front(), entry.why});
    std::ranges::sort(refused, {}, &RefusedItem::index);
    return refused;
}

bool ReadPlan::isMute(std::size_t id, bool answersOthers)
{
    int& silences = entries_[id].silences;
    silences = answersOthers ? silences + 1 : std::max(silences, 1);
    if (!answersOthers || silences < kMuteMax) return false;
    silences = kMuteMax - 1; // its parts need not prove it as often again
    return true;
}

} // namespace historian::modbus
