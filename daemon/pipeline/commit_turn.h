#pragma once

#include "pipeline/device_track.h"
#include "pipeline/duplicates.h"
#include "pipeline/intake_queue.h"

#include <historian/store.h>

#include <span>
#include <vector>

namespace historian::pipeline {

/// Memory that one turn may leave to the next; but no more than four times what it needed itself,
/// beyond that of kTurnReadingsKept.
inline constexpr std::size_t kTurnBytesKept = 8U * 1024 * 1024;
inline constexpr std::size_t kTurnReadingsKept = 1024;

/// What one turn of the commit thread came to.
struct TurnFigures {
    std::size_t stored = 0;
    std::size_t duplicates = 0;
    std::size_t rejected = 0;
};

/// The gateway's clock in one turn.
struct TurnClock {
    Time now{};
    bool isTrusted = true;
};

/// The middle of the pipeline: sorts the readings of waiting batches into those to store, repeated
/// ones and rejected ones, and afterwards tells each sender. What a turn taught about devices is
/// forgotten if it does not become durable, so that a retry is judged like the first try.
/// Threads: the commit thread.
class CommitTurn {
public:
    CommitTurn(DeviceTracks& tracks, Duplicates& duplicates)
        : tracks_(tracks), duplicates_(duplicates)
    {
    }

    /// Begins anew with these batches; `acceptsUnknown[i]` belongs to sink i. May throw what the
    /// registry throws; fail() ends such a turn as well.
    void
    sort(std::span<Submitted> submitted, std::span<const bool> acceptsUnknown, TurnClock clock);

    /// The readings to store, final but for their seq.
    const Batch& readings() const { return readings_; }

    TurnFigures figures() const { return figures_; }

    /// Devices whose clocks lost their credit in this turn.
    std::span<const Symbol> disbelieved() const { return disbelieved_; }

    /// Calls visit(submitted, reading, outcome) for each rejected reading.
    template <typename Visit>
    void forEachRejected(std::span<const Submitted> submitted, Visit visit) const
    {
        std::size_t next = 0;
        for (const Submitted& one : submitted)
            for (const Reading& reading : one.batch.readings())
                if (const auto& outcome = outcomes_[next++];
                    outcome.kind == ReadingOutcome::Kind::Rejected)
                    visit(one, reading, outcome);
    }

    /// The turn is durable: seqs are given. `receipt` is that of the last commit if this turn had
    /// nothing to store.
    void keep(const Receipt& receipt);

    /// After keep(): every Done runs.
    void tell(std::span<const Submitted> submitted, const Receipt& receipt) const;

    /// It is not: what it taught is forgotten and every Done runs with the reason.
    void fail(std::span<const Submitted> submitted, const CommitRefused& refused);

private:
    struct Before {
        DeviceTrack* track;
        DeviceClock clock;
        Time newest;
    };

    void clear();
    ReadingOutcome sortOne(Batch& batch, Reading& reading, bool acceptsUnknown, TurnClock clock);
    void remember(DeviceTrack& track);

    DeviceTracks& tracks_;
    Duplicates& duplicates_;
    Batch readings_;
    std::vector<ReadingOutcome> outcomes_; ///< of all readings, in the order of the batches
    std::vector<Before> before_;           ///< the tracks that this turn changed
    std::vector<Symbol> disbelieved_;
    TurnFigures figures_;
    std::uint64_t turn_ = 0;
};

} // namespace historian::pipeline
