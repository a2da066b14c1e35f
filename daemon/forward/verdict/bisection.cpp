#include "forward/verdict/bisection.h"

namespace historian::forward {

bool Bisection::split(const Run& run)
{
    if (requests_ == 0) requests_ = 1; // the batch itself
    requests_ += 2;
    if (requests_ > requestsMax_) return false;
    const std::uint64_t middle = run.seqs.first + (run.seqs.count() - 1) / 2;
    runs_.push_back({run.storeId, {middle + 1, run.seqs.last}});
    runs_.push_back({run.storeId, {run.seqs.first, middle}});
    return true;
}

void Bisection::skip(const Settled& settled)
{
    while (isUnderWay()) {
        const auto done = settled.find(next().storeId);
        if (done == settled.end() || !done->second.contains(next().seqs.first)) return;
        pop();
    }
}

void Bisection::pop()
{
    runs_.pop_back();
    if (runs_.empty()) requests_ = 0;
}

void Bisection::giveUp()
{
    runs_.clear();
    requests_ = 0;
}

} // namespace historian::forward
