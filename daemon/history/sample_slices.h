#pragma once

#include "history/archive.h"

#include <cstddef>
#include <vector>

namespace historian::history {

/// Thins samples to what a chart can show: the lowest and the highest of each slice of time, as
/// they were stored. Nothing is thinned before there are too many.
/// Threads: none.
class SampleSlices {
public:
    SampleSlices(Time from, Time to, std::size_t pointsMax);

    /// The next sample, in the order of time.
    void add(Sample&& sample);

    /// At most `pointsMax` samples, in the order of time.
    std::vector<Sample> take();

private:
    struct Slice {
        std::size_t index = 0;
        Sample low;
        Sample high;
    };

    std::size_t sliceOf(Time time) const;
    void place(Sample&& sample);

    Time from_;
    Time to_;
    std::size_t pointsMax_;
    bool isThinning_ = false;
    std::vector<Sample> all_;
    std::vector<Slice> slices_;
};

} // namespace historian::history
