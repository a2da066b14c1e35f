#include "pipeline/recent_keys.h"

#include <algorithm>
#include <limits>

namespace historian::pipeline {

namespace {

constexpr std::uint16_t kFree = std::numeric_limits<std::uint16_t>::max();
constexpr std::size_t kEntriesAtFirst = 16;

static_assert((RecentKeys::kRecentKeysMax & (RecentKeys::kRecentKeysMax - 1)) == 0);
static_assert(RecentKeys::kRecentKeysMax <= kFree);

} // namespace

bool RecentKeys::add(std::uint64_t key, Time received)
{
    if (!ring_.empty() && slots_[slotOf(key)] != kFree) return false;
    if (count_ == kRecentKeysMax) forgetOldest();
    if (count_ == ring_.size()) grow();
    const std::size_t at = place(count_);
    ring_[at] = {key, received};
    slots_[slotOf(key)] = static_cast<std::uint16_t>(at);
    ++count_;
    return true;
}

void RecentKeys::forgetBefore(Time time)
{
    while (count_ > 0 && ring_[first_].received < time) forgetOldest();
}

void RecentKeys::forgetNewest(std::size_t count)
{
    for (count = std::min(count, count_); count > 0; --count) {
        freeSlot(slotOf(ring_[place(count_ - 1)].key));
        --count_;
    }
}

void RecentKeys::forgetOldest()
{
    freeSlot(slotOf(ring_[first_].key));
    first_ = place(1);
    --count_;
}

void RecentKeys::grow()
{
    std::vector<Entry> entries;
    entries.reserve(count_);
    for (std::size_t age = 0; age < count_; ++age) entries.push_back(ring_[place(age)]);
    const std::size_t size = std::max(kEntriesAtFirst, 2 * ring_.size());
    ring_ = std::move(entries);
    ring_.resize(size);
    slots_.assign(2 * size, kFree);
    first_ = 0;
    for (std::size_t at = 0; at < count_; ++at)
        slots_[slotOf(ring_[at].key)] = static_cast<std::uint16_t>(at);
}

// The slot that holds the key, or the free one where it would go.
std::size_t RecentKeys::slotOf(std::uint64_t key) const
{
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = key & mask;
    while (slots_[slot] != kFree && ring_[slots_[slot]].key != key) slot = (slot + 1) & mask;
    return slot;
}

// Later members of the chain move up, so that none is cut off from its home.
void RecentKeys::freeSlot(std::size_t slot)
{
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t next = (slot + 1) & mask; slots_[next] != kFree; next = (next + 1) & mask) {
        const std::size_t home = ring_[slots_[next]].key & mask;
        if (((next - home) & mask) < ((next - slot) & mask)) continue;
        slots_[slot] = slots_[next];
        slot = next;
    }
    slots_[slot] = kFree;
}

} // namespace historian::pipeline
