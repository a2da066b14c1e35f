#pragma once

#include "pipeline/recent_keys.h"

#include <historian/reading.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace historian::pipeline {

inline constexpr std::size_t kDuplicatesPerDeviceMax = RecentKeys::kRecentKeysMax;
inline constexpr std::chrono::seconds kDuplicateWindow{60};

/// Knows what each device sent last: a reading is a repetition if one with the same message id,
/// or with the same sent time text and values, came from its device in the last 60 s and is among
/// its last 4,096. A reading with neither id nor sent time is never one. Keys are 64 bits with a
/// seed of this process. At most 20 MiB for all devices. Threads: one.
class Duplicates {
public:
    Duplicates();

    /// The key of a submitted reading; nothing if it cannot repeat another. Qualities do not
    /// count (but for the reason of a missing value): the host changes them.
    std::optional<std::uint64_t> keyOf(const Batch& batch, const Reading& reading) const;

    /// Whether that key came from the device lately; remembers it, until forgetTurn(), if not.
    bool isRepeated(Symbol device, std::uint64_t key, Time received);

    /// What was remembered since the last call of either is durable (or is not).
    void keepTurn() { turn_.clear(); }

    void forgetTurn();

private:
    std::uint64_t seed_;
    std::map<Symbol, RecentKeys> devices_;
    std::vector<RecentKeys*> turn_; ///< whose newest key came in this turn, once per key
};

} // namespace historian::pipeline
