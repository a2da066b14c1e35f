#pragma once

#include "base/destinations.h"
#include "forward/position/seq_set.h"

#include <historian/store.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace historian::forward {

inline constexpr auto kQuarantineKind = "quarantine";
inline constexpr std::size_t kQuarantineMax = 10'000; ///< readings of one output; beyond: hold

/// What an output's destination refused for good. One that is sent again stays here, out of sight,
/// until it is delivered: a crash must not forget that the destination was told of it.
/// Changes are answered as the record changes that keep them. Threads: none.
class Quarantine {
public:
    using Name = std::pair<std::string, std::uint64_t>; ///< store_id, seq

    explicit Quarantine(std::string output) : output_(std::move(output)) {}

    /// Takes a record of kQuarantineKind, if it is of this output.
    void load(const Record& record);

    /// How many a person can decide on.
    std::size_t size() const { return size_; }

    RecordChange add(const base::QuarantinedReading& reading);

    /// Those that are meant, and not being sent again.
    std::vector<Name> find(const base::QuarantineChoice& which) const;

    /// When a reading that is there was measured.
    Time measuredAt(const Name& name) const { return entries_.at(name).reading.time; }

    RecordChange sendAgain(const Name& name);

    /// Those from the one to the other that a person can decide on.
    std::vector<Name> shown(const Name& first, const Name& last) const;

    /// Those from the one to the other that are sent again.
    std::vector<Name> sentAgain(const Name& first, const Name& last) const;

    RecordChange remove(const Name& name);

    std::vector<base::QuarantinedReading> list(const base::QuarantineChoice& after,
                                               std::size_t limit) const;

private:
    struct Entry {
        base::QuarantinedReading reading;
        bool isSentAgain = false;
    };

    template <typename Is>
    std::vector<Name> between(const Name& first, const Name& last, Is is) const;
    RecordChange recordOf(const Name& name) const;
    void put(Name name, Entry entry);

    std::string output_;
    std::map<Name, Entry> entries_;
    std::size_t size_ = 0;
};

} // namespace historian::forward
