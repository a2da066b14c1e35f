#pragma once

#include "pipeline/device_track.h"
#include "pipeline/duplicates.h"
#include "pipeline/intake_queue.h"

#include <historian/store.h>

#include <span>
#include <string>
#include <vector>

namespace historian::pipeline {

/// What one turn of the commit thread came to.
struct TurnFigures {
    std::size_t stored = 0;
    std::size_t duplicates = 0;
    std::size_t rejected = 0;
};

/// The pure middle of the pipeline: sorts the readings of all waiting batches into those to store,
/// repeated ones and rejected ones, and afterwards tells each sender. Memory is kept from turn to
/// turn. Threads: the commit thread.
class CommitTurn {
public:
    CommitTurn(DeviceTracks& tracks, Duplicates& duplicates)
        : tracks_(tracks), duplicates_(duplicates)
    {
    }

    /// Begins anew with these batches; `acceptsUnknown[i]` belongs to sink i. `onDisbelief` is
    /// called with a device whose clock lost its credit.
    void sort(std::span<Submitted> submitted,
              std::span<const bool> acceptsUnknown,
              bool isClockTrusted,
              const std::function<void(Symbol)>& onDisbelief);

    /// The readings to store, final but for their seq.
    Batch& readings() { return readings_; }

    TurnFigures figures() const { return figures_; }

    /// Calls visit(submitted index, reading index, outcome) for each rejected reading.
    template <typename Visit>
    void forEachRejected(Visit visit) const
    {
        for (std::size_t i = 0; i < outcomes_.size(); ++i)
            if (outcomes_[i].kind == ReadingOutcome::Kind::Rejected)
                visit(origins_[i].submitted, origins_[i].reading, outcomes_[i]);
    }

    /// The turn is durable: seqs are given and every Done runs.
    void finish(std::span<Submitted> submitted, const Receipt& receipt);

    /// It is not: every Done runs with the reason.
    void fail(std::span<Submitted> submitted, const CommitRefused& refused);

private:
    struct Origin {
        std::size_t submitted;
        std::size_t reading;
    };

    ReadingOutcome
    sortOne(Batch& batch, Reading& reading, bool acceptsUnknown, bool isClockTrusted);

    DeviceTracks& tracks_;
    Duplicates& duplicates_;
    Batch readings_;
    std::vector<ReadingOutcome> outcomes_; ///< of all readings, in the order of the batches
    std::vector<Origin> origins_;
    TurnFigures figures_;
    Symbol disbelieved_;
};

} // namespace historian::pipeline
