#pragma once

#include "base/record_desk.h"
#include "forward/position/given_up.h"
#include "forward/position/lanes.h"
#include "forward/position/left_out.h"
#include "forward/position/source.h"
#include "forward/verdict/gap_outbox.h"
#include "forward/verdict/ledger.h"
#include "forward/verdict/quarantine.h"
#include "forward/verdict/thinned_gaps.h"

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace historian::forward {

inline constexpr auto kPositionKind = "position";
inline constexpr auto kDestinationKind = "destination";

/// Everything that is durable of one output as a destination: its position by store_id, its
/// quarantine, the gaps it has still to tell of, and whether it is paused. Each change goes to the
/// record desk as one, so that a crash finds all of it or none: then it is sent again.
/// Threads: any.
class DestinationBook {
public:
    /// The references outlive it. The snapshot's error is thrown as Unavailable.
    DestinationBook(std::string output,
                    Snapshot& snapshot,
                    base::RecordDesk& desk,
                    const Clock& clock,
                    Ledger& ledger);

    const std::string& output() const { return output_; }

    /// Whether the output was ever forwarded to under this name.
    bool isKnown() const;

    /// It is new: what lies before its start is left out.
    void begin(std::span<const Run> before);

    bool isPaused() const;
    void setPaused(bool isPaused);

    Settled settled() const;

    /// What was purged before it could be sent is settled: a gap. Of a store_id that is gone
    /// altogether the ledger knows the end.
    void meet(std::span<const StoreSpan> spans);

    /// Delivered, or there already.
    void settle(const std::string& storeId, std::span<const SeqRange> done);

    /// Refused for good. False if the quarantine is full: then nothing is changed.
    bool setAside(std::span<const base::QuarantinedReading> refused);

    /// What `resolution` left out of an offer is settled, up to the first reading of it that is
    /// not: so that what waits stays one run. How many.
    std::uint64_t thin(const Offer& offer);

    /// Cannot be read any more.
    void damaged(const Run& run);

    /// Everything of these runs is offered again, what was set aside too; how many readings that
    /// means.
    std::uint64_t rewind(std::span<const Run> runs);

    std::vector<base::QuarantinedReading> quarantine(const base::QuarantineChoice& after,
                                                     std::size_t limit) const;
    std::size_t quarantined() const;
    std::uint64_t retry(const base::QuarantineChoice& which);
    std::uint64_t discard(const base::QuarantineChoice& which, std::string_view reason);

    /// How many of the readings that are held were discarded, by their UTC day.
    std::map<Time, std::uint64_t> givenUp(std::span<const StoreSpan> spans) const;

    /// What `start` left out.
    Settled leftOut() const;

    std::vector<ReadingGap> gaps(std::size_t limit) const;
    void told(std::span<const ReadingGap> gaps);

private:
    using Changes = std::vector<RecordChange>;

    void load(Snapshot& snapshot);
    void changePosition(const std::string& storeId, Changes& changes) const;
    void purged(const std::string& storeId, std::uint64_t upTo);
    void closeSentAgain(const std::string& storeId, SeqRange range, Changes& changes);
    void lose(const Quarantine::Name& name, std::string_view why, Changes& changes);
    void addGap(ReadingGap::Cause cause, const Run& run, const std::string& why, Changes& changes);

    const std::string output_;
    base::RecordDesk& desk_;
    const Clock& clock_;
    Ledger& ledger_;
    bool isKnown_ = false;
    bool isPaused_ = false;
    Settled settled_;
    Quarantine quarantine_;
    GivenUp givenUp_;
    LeftOut leftOut_;
    GapOutbox gaps_;
    ThinnedGaps thinned_;
    mutable std::mutex mutex_; ///< guards all above from isKnown_ on
};

} // namespace historian::forward
