#include "plan/read_plan.h"

namespace historian::modbus {

ReadPlan::ReadPlan(std::vector<Item> items, const BlockLimits& limits) : items_(std::move(items))
{
    for (Block& block : mergeBlocks(items_, limits)) entries_.push_back({std::move(block)});
}

std::vector<std::size_t> ReadPlan::due(SteadyTime now) const
{
    std::vector<std::size_t> ids;
    for (std::size_t id = 0; id < entries_.size(); ++id)
        if (entries_[id].due <= now) ids.push_back(id);
    return ids;
}

void ReadPlan::done(std::size_t id, SteadyTime now)
{
    entries_[id].due = now + entries_[id].block.interval;
}

std::vector<std::size_t> ReadPlan::refused(std::size_t id, SteadyTime now)
{
    Entry& entry = entries_[id];
    if (entry.block.items.size() == 1) {
        entry.due = now + kRefusedRest;
        return {};
    }
    auto [first, second] = cutBlock(entry.block, items_);
    entry.block = std::move(first);
    entries_.push_back({std::move(second), entry.due});
    return {id, entries_.size() - 1};
}

} // namespace historian::modbus
