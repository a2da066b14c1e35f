#pragma once

#include <historian/clock.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace historian::pipeline {

/// The last keys of one device, at most kRecentKeysMax, found by hash and forgotten in the order of
/// their coming. Flat: a ring of entries, and slots that hold places in it; grows to 80 KiB and
/// then no more. Threads: none.
class RecentKeys {
public:
    static constexpr std::size_t kRecentKeysMax = 4096;

    /// Remembers a key; false if it is there already. Full: the oldest is forgotten.
    bool add(std::uint64_t key, Time received);

    /// Forgets the keys that came before that time, oldest first.
    void forgetBefore(Time time);

    /// Forgets the `count` keys added last.
    void forgetNewest(std::size_t count);

    std::size_t size() const { return count_; }

private:
    struct Entry {
        std::uint64_t key;
        Time received;
    };

    void forgetOldest();
    void grow();
    std::size_t slotOf(std::uint64_t key) const;
    void freeSlot(std::size_t slot);

    std::size_t place(std::size_t age) const { return (first_ + age) & (ring_.size() - 1); }

    std::vector<Entry> ring_;
    std::vector<std::uint16_t> slots_; ///< twice as many as entries, so that chains stay short
    std::size_t first_ = 0;
    std::size_t count_ = 0;
};

} // namespace historian::pipeline
