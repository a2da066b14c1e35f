#pragma once

#include "base/guarded.h"
#include "forward/position/seq_set.h"

#include <historian/clock.h>
#include <historian/store.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace historian::forward {

inline constexpr auto kLedgerKind = "ledger";

/// Readings that went and do not come back, and who had not got them.
struct LedgerEntry {
    enum class Cause : std::uint8_t {
        Purged,    ///< the store was full; those of one store_id and day are one entry
        Discarded, ///< a person gave them up for one output
        Damaged,   ///< they could not be read
    };
    Cause cause = Cause::Purged;
    std::string storeId;
    SeqRange seqs;
    std::uint64_t readings = 0;                       ///< that left the store; Discarded: 0
    std::map<std::string, std::uint64_t> undelivered; ///< by output; those with none are left out
    Time at{};
    std::string why;
};

/// "purged", "discarded", "damaged"
std::string_view nameOf(LedgerEntry::Cause cause);

/// What went, kept as records: stored = held + purged, undelivered purged = ledger.
/// Threads: any.
class Ledger {
public:
    /// Takes the records of kLedgerKind.
    void load(const std::vector<Record>& records);

    /// The record that keeps an entry, which counts once keep() is called.
    RecordChange recordOf(const LedgerEntry& entry) const;
    void keep(const LedgerEntry& entry);

    std::vector<LedgerEntry> entries() const;

    /// By store_id the last reading that the store let go of, where an output had not got all.
    std::map<std::string, std::uint64_t> purgedFrom(const std::string& output) const;

    /// How many readings an output was never given and never will be.
    std::uint64_t droppedOf(const std::string& output) const;

private:
    using Entries = std::map<std::string, LedgerEntry>; ///< by key

    static LedgerEntry merged(const Entries& entries, const std::string& key, LedgerEntry entry);

    base::Guarded<Entries> entries_;
};

} // namespace historian::forward
