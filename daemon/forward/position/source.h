#pragma once

#include "forward/position/lanes.h"

#include <historian/clock.h>
#include <historian/store.h>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace historian::forward {

/// A moment of the store, and what it holds.
struct View {
    std::unique_ptr<Snapshot> snapshot;
    std::vector<StoreSpan> spans;
};

/// The readings of a run, as far as they can be offered.
struct Offer {
    Segment segment;
    std::vector<Run> damaged;   ///< of the run, before the segment's end: nobody can read them
    bool waitsForClock = false; ///< what follows may still be dated anew (base/unsynced.h)
};

/// Where a forwarder reads. Threads: any.
class Source {
public:
    Source(Store& store, const Clock& clock)
        : store_(store), clock_(clock), started_(clock.steady())
    {
    }

    /// Keep a view short: it holds back the checkpoint.
    Result<View> look() const;

    Result<Offer> read(const View& view, const Run& run) const;

    /// The lowest seq from which on all readings with that time or a later one lie; nothing if
    /// there is none. Reads what is held from the oldest on, in pieces.
    Result<std::optional<std::uint64_t>> firstSince(const StoreSpan& span, Time time) const;

private:
    bool waitsForClock(const Reading& reading) const;

    Store& store_;
    const Clock& clock_;
    SteadyTime started_;
    mutable std::atomic<std::int64_t> trustedSince_{0}; ///< steady, first seen; 0: not yet
};

} // namespace historian::forward
