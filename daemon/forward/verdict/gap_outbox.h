#pragma once

#include <historian/companions.h>
#include <historian/store.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace historian::forward {

inline constexpr auto kGapKind = "gap";
inline constexpr std::size_t kGapsMax = 10'000; ///< that wait; beyond: neighbours become one

/// The gaps that an output has still to tell its destination of, kept as records. Those that
/// `resolution` leaves are in ThinnedGaps.
/// Changes are answered as the record changes that keep them. Threads: none.
class GapOutbox {
public:
    explicit GapOutbox(std::string output) : output_(std::move(output)) {}

    /// Takes a record of kGapKind, if it is of this output.
    void load(const Record& record);

    RecordChange add(ReadingGap gap);

    std::vector<ReadingGap> first(std::size_t limit) const;

    std::size_t size() const { return gaps_.size(); }

    /// The destination knows of it; nothing to do if it changed meanwhile.
    std::vector<RecordChange> told(const ReadingGap& gap);

private:
    using Name = std::pair<std::string, std::uint64_t>; ///< store_id, first seq

    void joinNeighbour(ReadingGap& gap) const;
    std::string keyOf(const ReadingGap& gap) const;

    std::string output_;
    std::map<Name, ReadingGap> gaps_;
};

} // namespace historian::forward
