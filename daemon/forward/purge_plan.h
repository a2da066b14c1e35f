#pragma once

#include "base/retention.h"
#include "forward/position/source.h"
#include "forward/verdict/ledger.h"

#include <historian/clock.h>

#include <optional>
#include <string>
#include <vector>

namespace historian::forward {

inline constexpr double kPurgeOldAt = 0.90; ///< of the quota: what is older than kKeptFor goes
inline constexpr double kPurgeAt = 0.95;    ///< the oldest goes, whatever its age
inline constexpr std::chrono::hours kKeptFor{7 * 24};
inline constexpr std::uint64_t kPurgeReadingsMin = 4'096; ///< at once; one commit's row at least
inline constexpr std::uint64_t kPurgeReadingsMax = 65'536;
inline constexpr std::chrono::seconds kPurgeLookEvery{1}; ///< when nothing may go

/// What an output still needs of the store.
struct Need {
    std::string output;
    bool isRequired = false; ///< nothing goes that it has not got
    Settled settled;
};

/// Chooses what goes when the store gets full: the oldest readings that every required output has,
/// in pieces of two in a hundred.
/// Threads: the commit thread.
class PurgePlan {
public:
    PurgePlan(const Source& source, const Clock& clock, Ledger& ledger)
        : source_(source), clock_(clock), ledger_(ledger)
    {
    }

    /// `needs` is asked only if the store is nearly full.
    template <typename Needs>
    std::optional<base::Purge> next(const StoreStatus& status, Needs needs)
    {
        return isDue(status) ? plan(status, needs()) : std::nullopt;
    }

    void purged(bool isDurable);

private:
    bool isDue(const StoreStatus& status) const;
    std::optional<base::Purge> plan(const StoreStatus& status, std::vector<Need> needs);
    void waitUpTo(double fill);
    bool isOldEnough(const View& view, const std::string& storeId, std::uint64_t seq) const;
    LedgerEntry
    entryOf(const StoreSpan& span, std::uint64_t lastSeq, const std::vector<Need>& needs) const;

    const Source& source_;
    const Clock& clock_;
    Ledger& ledger_;
    SteadyTime notBefore_{};
    double waitsUpTo_ = 0; ///< above this fill notBefore_ does not hold
    std::optional<LedgerEntry> pending_;
};

} // namespace historian::forward
