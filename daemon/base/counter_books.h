#pragma once

#include <historian/companions.h>

#include <span>
#include <vector>

namespace historian::base {

/// What counters come to, after the counter rules. Threads: any.
class CounterBooks {
public:
    virtual ~CounterBooks() = default;

    /// The corrected lifetime values of all counters of these devices; one that cannot be had now
    /// is left out.
    virtual std::vector<CorrectedCounter> corrected(std::span<const Symbol> devices) = 0;
};

} // namespace historian::base
