#pragma once

#include "register/blocks.h"

#include <historian/clock.h>

namespace historian::modbus {

/// How long an item is left alone that was refused alone: ever longer, for a device that has just
/// started may refuse everything for a moment.
inline constexpr std::chrono::seconds kRefusedRestFirst{10};
inline constexpr std::chrono::hours kRefusedRest{1};

/// So often in a row a request finds no reply from a unit that answers others; then it is taken for
/// refused.
inline constexpr int kMuteMax = 5;

/// An item that the device refused alone.
struct RefusedItem {
    std::size_t index = 0;
    std::string why;
};

/// The requests of one unit, and what was learnt of what it lets be read. When an item is answered
/// that was refused before, all of that is forgotten. Threads: none.
class ReadPlan {
public:
    ReadPlan(std::vector<Item> items, const BlockLimits& limits);

    const std::vector<Item>& items() const { return items_; }

    /// The requests that are due, as ids for the functions below; those that found no reply last
    /// stand first.
    std::vector<std::size_t> due(SteadyTime now);

    const Block& block(std::size_t id) const { return entries_[id].block; }

    /// It was read: due again after its interval.
    void done(std::size_t id, SteadyTime now);

    /// The device refused it, `why` in words: cut in two, which is remembered. Returns the two ids;
    /// nothing if it holds one item only, which is then left alone for a while.
    std::vector<std::size_t> refused(std::size_t id, SteadyTime now, std::string why);

    /// It found no reply. True: it has to be taken for refused, since the unit answers others.
    bool isMute(std::size_t id, bool answersOthers);

    /// The items that are left alone because they were refused, in their order.
    std::vector<RefusedItem> refusedItems() const;

private:
    struct Entry {
        Block block;
        SteadyTime due{};
        int refusals = 0;     ///< alone, in a row
        int silences = 0;     ///< in a row; more than one only while the unit answers others
        std::string why = {}; ///< of the refusals
    };

    void merge();

    std::vector<Item> items_;
    BlockLimits limits_;
    std::vector<Entry> entries_;
    bool isStale_ = false; ///< what was learnt does not hold any more
};

} // namespace historian::modbus
