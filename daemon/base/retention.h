#pragma once

#include <historian/store.h>

#include <optional>
#include <string>

namespace historian::base {

/// What the store shall let go of next.
struct Purge {
    std::string storeId;
    std::uint64_t upToSeq = 0;
    PurgeLedger ledger; ///< called in the transaction; says what becomes durable with it
};

/// Decides what goes when the store gets full. Threads: the commit thread.
class Retention {
public:
    virtual ~Retention() = default;

    /// The next piece, or nothing. Quick: a commit waits for it.
    virtual std::optional<Purge> next(const StoreStatus& status) = 0;

    /// What became of it.
    virtual void purged(bool isDurable) = 0;

    /// Readings were committed.
    virtual void committed() = 0;
};

} // namespace historian::base
