#pragma once

#include "base/status.h"
#include "pipeline/record_journal.h"

#include <deque>
#include <mutex>

namespace historian::pipeline {

inline constexpr std::size_t kRejectedKeptMax = 200;
inline constexpr auto kRejectedKind = "rejected";

/// What was refused lately and why, newest first, at most kRejectedKeptMax; survives a restart as
/// records. Threads: any.
class RejectedList {
public:
    RejectedList(RecordJournal& journal, const std::vector<Record>& known);

    void add(base::RejectedEntry entry);

    std::vector<base::RejectedEntry> list() const;

private:
    RecordJournal& journal_;
    std::deque<base::RejectedEntry> entries_;
    std::uint64_t next_ = 0; ///< counts all; the record's key is its remainder
    mutable std::mutex mutex_;
};

} // namespace historian::pipeline
