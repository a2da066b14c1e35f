#pragma once

#include "forward/position/lanes.h"

#include <historian/store.h>

#include <optional>
#include <string>

namespace historian::forward {

inline constexpr auto kLeftOutKind = "left_out";

/// The readings that `start` left out of one output, so that a comparison with the destination
/// knows of them. Changes are answered as the record changes that keep them. Threads: none.
class LeftOut {
public:
    explicit LeftOut(std::string output) : output_(std::move(output)) {}

    /// Takes a record of kLeftOutKind, if it is of this output.
    void load(const Record& record);

    RecordChange add(const Run& run);

    /// They are offered after all; nothing where none of them was left out.
    std::optional<RecordChange> remove(const Run& run);

    const Settled& all() const { return seqs_; }

private:
    RecordChange recordOf(const std::string& storeId) const;

    std::string output_;
    Settled seqs_;
};

} // namespace historian::forward
