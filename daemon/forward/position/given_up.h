#pragma once

#include "forward/position/lanes.h"

#include <historian/clock.h>
#include <historian/store.h>

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace historian::forward {

inline constexpr auto kGivenUpKind = "given_up";

/// The readings that a person gave up for one output, by the UTC day of their time, so that a
/// comparison with the destination knows of them. Changes are answered as the record changes that
/// keep them. Threads: none.
class GivenUp {
public:
    explicit GivenUp(std::string output) : output_(std::move(output)) {}

    /// Takes a record of kGivenUpKind, if it is of this output.
    void load(const Record& record);

    RecordChange add(const std::string& storeId, std::uint64_t seq, Time time);

    /// They are offered again.
    std::vector<RecordChange> remove(const Run& run);

    /// How many of those that are held, by day.
    std::map<Time, std::uint64_t> byDay(std::span<const StoreSpan> spans) const;

private:
    using Place = std::pair<std::string, std::uint64_t>; ///< store_id, days since 1970

    RecordChange recordOf(const Place& place, const SeqSet& seqs) const;

    std::string output_;
    std::map<Place, SeqSet> days_;
};

} // namespace historian::forward
