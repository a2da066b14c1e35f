#pragma once

#include "register/blocks.h"

#include <historian/clock.h>

namespace historian::modbus {

inline constexpr std::chrono::hours kRefusedRest{1};

/// The requests of one unit, and what was learnt of what it lets be read. Threads: none.
class ReadPlan {
public:
    ReadPlan(std::vector<Item> items, const BlockLimits& limits);

    const std::vector<Item>& items() const { return items_; }

    /// The requests that are due, as ids for the functions below.
    std::vector<std::size_t> due(SteadyTime now) const;

    const Block& block(std::size_t id) const { return entries_[id].block; }

    /// It was read: due again after its interval.
    void done(std::size_t id, SteadyTime now);

    /// The device refused it: cut in two, which is remembered. Returns the two ids; nothing if it
    /// holds one item only, which is then left alone for kRefusedRest.
    std::vector<std::size_t> refused(std::size_t id, SteadyTime now);

private:
    struct Entry {
        Block block;
        SteadyTime due{};
    };

    std::vector<Item> items_;
    std::vector<Entry> entries_;
};

} // namespace historian::modbus
