#include "pipeline/intake_queue.h"

#include <utility>

namespace historian::pipeline {

Submission IntakeQueue::push(Submitted submitted)
{
    bool mustWake = false;
    {
        const std::lock_guard lock(mutex_);
        const std::size_t readings = readings_ + submitted.batch.size();
        const std::size_t bytes = bytes_ + submitted.batch.bytes();
        const bool hasRoom =
            waiting_.empty() || (readings <= limits_.readingsMax && bytes <= limits_.bytesMax);
        if (isClosed_ || !hasRoom) return {false, limits_.retryAfter};
        readings_ = readings;
        bytes_ = bytes;
        waiting_.push_back(std::move(submitted));
        mustWake = std::exchange(isTakerAsleep_, false);
    }
    if (mustWake) arrived_.notify_one();
    return {};
}

void IntakeQueue::takeAll(std::vector<Submitted>& into, std::chrono::milliseconds wait)
{
    std::unique_lock lock(mutex_);
    if (waiting_.empty() && !isClosed_) {
        isTakerAsleep_ = true;
        arrived_.wait_for(lock, wait, [this] { return !waiting_.empty() || isClosed_; });
        isTakerAsleep_ = false;
    }
    into.swap(waiting_);
    readings_ = 0;
    bytes_ = 0;
}

void IntakeQueue::close()
{
    {
        const std::lock_guard lock(mutex_);
        isClosed_ = true;
    }
    arrived_.notify_one();
}

bool IntakeQueue::isClosed() const
{
    const std::lock_guard lock(mutex_);
    return isClosed_;
}

std::size_t IntakeQueue::readings() const
{
    const std::lock_guard lock(mutex_);
    return readings_;
}

} // namespace historian::pipeline
