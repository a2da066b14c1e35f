#include "history/sample_slices.h"

#include <algorithm>
#include <utility>

namespace historian::history {

namespace {

// Texts and missing values have no height; the newest of them stands for its slice.
bool isLower(const Sample& sample, const Sample& than)
{
    const auto height = sample.value.asNumber();
    const auto other = than.value.asNumber();
    return height && (!other || *height < *other);
}

bool isHigher(const Sample& sample, const Sample& than)
{
    const auto height = sample.value.asNumber();
    const auto other = than.value.asNumber();
    return height ? !other || *height > *other : !other;
}

} // namespace

SampleSlices::SampleSlices(Time from, Time to, std::size_t pointsMax)
    : from_(from), to_(to), pointsMax_(std::max<std::size_t>(pointsMax, 2))
{
}

void SampleSlices::add(Sample&& sample)
{
    if (isThinning_) return place(std::move(sample));
    all_.push_back(std::move(sample));
    if (all_.size() <= pointsMax_) return;
    isThinning_ = true;
    for (Sample& kept : all_) place(std::move(kept));
    all_.clear();
}

std::size_t SampleSlices::sliceOf(Time time) const
{
    const double part = static_cast<double>((time - from_).count()) /
                        static_cast<double>(std::max<std::int64_t>(1, (to_ - from_).count()));
    const std::size_t slices = pointsMax_ / 2;
    return std::min(slices - 1, static_cast<std::size_t>(part * static_cast<double>(slices)));
}

void SampleSlices::place(Sample&& sample)
{
    const std::size_t index = sliceOf(sample.time);
    if (slices_.empty() || slices_.back().index != index) {
        slices_.push_back({index, sample, sample});
        return;
    }
    Slice& slice = slices_.back();
    if (isHigher(sample, slice.high)) slice.high = sample;
    if (isLower(sample, slice.low)) slice.low = std::move(sample);
}

std::vector<Sample> SampleSlices::take()
{
    if (!isThinning_) return std::move(all_);
    std::vector<Sample> points;
    for (Slice& slice : slices_) {
        const bool isOne = slice.low.seq == slice.high.seq && slice.low.time == slice.high.time;
        if (slice.high.time < slice.low.time) std::swap(slice.low, slice.high);
        points.push_back(std::move(slice.low));
        if (!isOne) points.push_back(std::move(slice.high));
    }
    return points;
}

} // namespace historian::history
