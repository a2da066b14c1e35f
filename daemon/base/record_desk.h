#pragma once

#include <historian/store.h>

#include <cstdint>
#include <vector>

namespace historian::base {

/// Where other parts hand in records: the commit thread writes them with its next commit, at the
/// latest half a second later, and tries again after one that failed.
/// Threads: any.
class RecordDesk {
public:
    virtual ~RecordDesk() = default;

    /// These become durable together, in one commit. Of several changes of one record the last one
    /// counts. The number says when: see durable().
    virtual std::uint64_t change(std::vector<RecordChange> changes) = 0;

    /// Every change whose number is at most this is on the disk.
    virtual std::uint64_t durable() const = 0;
};

} // namespace historian::base
