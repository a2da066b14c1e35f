#pragma once

#include "base/retention.h"
#include "pipeline/record_journal.h"

#include <historian/store.h>

#include <cstddef>

namespace historian::pipeline {

/// Room in the store: what the retention lets go, together with the records that say why.
/// Threads: the commit thread.
class Room {
public:
    /// Without a retention everything stays. All outlive it.
    Room(Store& store, RecordJournal& records, base::Retention* retention)
        : store_(store), records_(records), retention_(retention)
    {
    }

    /// Lets a piece go if the retention finds the store full enough for that.
    void make() { letGo(false); }

    /// The same for that many readings which the store refused as full; whether anything went.
    bool makeFor(std::size_t readings);

private:
    bool letGo(bool isFull);

    Store& store_;
    RecordJournal& records_;
    base::Retention* retention_;
};

} // namespace historian::pipeline
