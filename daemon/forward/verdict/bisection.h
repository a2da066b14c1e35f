#pragma once

#include "forward/position/lanes.h"

#include <vector>

namespace historian::forward {

inline constexpr std::size_t kBisectionRequestsMax = 200; ///< of one batch; beyond: a schema fault

/// Finds the bad readings of a batch that was refused as a whole, by halves. One bad among 1,000
/// takes 20 requests. Threads: none.
class Bisection {
public:
    explicit Bisection(std::size_t requestsMax = kBisectionRequestsMax) : requestsMax_(requestsMax)
    {
    }

    bool isUnderWay() const { return !runs_.empty(); }

    /// Leaves out runs that were settled in another way meanwhile.
    void skip(const Settled& settled);

    /// What to offer next, as a whole. Only while it is under way.
    const Run& next() const { return runs_.back(); }

    /// A run was refused as a whole: its halves are tried. False: that is too many requests.
    bool split(const Run& run);

    /// The next run is dealt with.
    void pop();

    /// The next run is about to be split.
    void drop() { runs_.pop_back(); }

    void giveUp();

private:
    std::vector<Run> runs_; ///< the last one is next
    std::size_t requestsMax_;
    std::size_t requests_ = 0;
};

} // namespace historian::forward
