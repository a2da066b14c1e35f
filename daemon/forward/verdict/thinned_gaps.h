#pragma once

#include "forward/position/lanes.h"

#include <historian/companions.h>
#include <historian/store.h>

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace historian::forward {

inline constexpr auto kThinnedKind = "thinned";
inline constexpr std::size_t kThinnedGapsMax = 1'000; ///< remembered; beyond: the lowest that was
                                                      ///< told is forgotten

/// What `resolution` left out, as gaps that grow: one a day where thinning goes on. Each says how
/// many readings of its range it stands for, so that a destination can tell one that it lost among
/// them. They do not overlap, and a reading that is left out again counts once. They are remembered
/// as records after they were told. Changes are answered as the record changes that keep them.
/// Threads: none.
class ThinnedGaps {
public:
    explicit ThinnedGaps(std::string output) : output_(std::move(output)) {}

    /// Takes a record of kThinnedKind, if it is of this output.
    void load(const Record& record);

    /// These were left out, in order; `settled` has them already.
    std::vector<RecordChange> add(const std::string& storeId,
                                  std::span<const SeqRange> ranges,
                                  const SeqSet& settled,
                                  Time at);

    /// Those of the run are told again: a destination that was restored has lost them.
    std::vector<RecordChange> tellAgain(const Run& run);

    /// Those that wait to be told, at most so many.
    std::vector<ReadingGap> first(std::size_t limit) const;

    /// The destination knows of it; nothing to do if it changed meanwhile.
    std::vector<RecordChange> told(const ReadingGap& gap);

private:
    struct Known {
        ReadingGap gap;
        bool isTold = false;
    };

    using Name = std::pair<std::string, std::uint64_t>; ///< store_id, first seq
    using Gaps = std::map<Name, Known>;

    Gaps::iterator nearest(const Name& name);
    Gaps::iterator begin(const Name& name, Time at);
    Name grow(Gaps::iterator which, SeqRange range);
    void forgetSurplus(std::vector<RecordChange>& changes);
    RecordChange recordOf(const Known& known) const;
    std::string keyOf(const ReadingGap& gap) const;

    std::string output_;
    Gaps gaps_;
};

} // namespace historian::forward
