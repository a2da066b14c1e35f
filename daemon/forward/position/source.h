#pragma once

#include "forward/position/lanes.h"

#include <historian/clock.h>
#include <historian/store.h>

#include <atomic>
#include <memory>
#include <optional>
#include <span>
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
    std::vector<Run> damaged;      ///< of the run, before the segment's end: nobody can read them
    bool waitsForClock = false;    ///< what follows may still be dated anew (base/unsynced.h)
    std::vector<SeqRange> thinned; ///< of the run: left out by `resolution`
    bool isHeavy = false;          ///< more of the run would be too much to hold at once
    std::optional<Time> undecidedBefore; ///< some of the run wait for the end of their window
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

    /// The runs that hold every reading with that time or a later one, the oldest store_id first;
    /// few others lie in them. Reads a piece per device.
    Result<std::vector<Run>>
    since(const View& view, std::span<const Symbol> devices, Time time) const;

private:
    bool waitsForClock(const Reading& reading) const;

    Store& store_;
    const Clock& clock_;
    SteadyTime started_;
    mutable std::atomic<std::int64_t> trustedSince_{0}; ///< steady, first seen; 0: not yet
};

} // namespace historian::forward
