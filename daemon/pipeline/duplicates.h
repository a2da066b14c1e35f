#pragma once

#include <historian/reading.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace historian::pipeline {

inline constexpr std::size_t kDuplicatesPerDeviceMax = 4096;
inline constexpr std::chrono::seconds kDuplicateWindow{60};

/// Knows what each device sent last: a reading is a repetition if one with the same message id,
/// or with the same sent time text and values, came from its device in the last 60 s and is among
/// its last 4,096. A reading with neither id nor sent time is never one. Keys are 64 bits with a
/// seed of this process. Threads: one.
class Duplicates {
public:
    Duplicates();

    /// The key of a submitted reading; nothing if it cannot repeat another.
    std::optional<std::uint64_t> keyOf(const Batch& batch, const Reading& reading) const;

    /// Whether that key came from the device lately; remembers it, until forgetTurn(), if not.
    bool isRepeated(Symbol device, std::uint64_t key, Time received);

    /// What was remembered since the last call of either is durable (or is not).
    void keepTurn() { turn_.clear(); }

    void forgetTurn();

private:
    struct Device {
        std::unordered_map<std::uint64_t, Time> keys;
        std::deque<std::pair<std::uint64_t, Time>> order;
    };

    static void expire(Device& device, Time received);

    std::uint64_t seed_;
    std::map<Symbol, Device> devices_;
    std::vector<std::pair<Symbol, std::uint64_t>> turn_;
};

} // namespace historian::pipeline
