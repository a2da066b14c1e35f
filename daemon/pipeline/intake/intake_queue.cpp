#include "pipeline/intake/intake_queue.h"

#include <utility>

namespace historian::pipeline {

Submission IntakeQueue::push(Submitted& submitted)
{
    bool mustWake = false;
    {
        const std::lock_guard lock(mutex_);
        submitted.bytes = submitted.batch.bytes();
        const std::size_t readings = readings_ + submitted.batch.size();
        const std::size_t bytes = bytes_ + submitted.bytes;
        const bool hasRoom =
            readings_ == 0 || (readings <= limits_.readingsMax && bytes <= limits_.bytesMax);
        if (isClosed_ || !hasRoom) return {false, limits_.retryAfter};
        accepted_ += submitted.batch.size();
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
}

void IntakeQueue::release(std::span<const Submitted> answered)
{
    const std::lock_guard lock(mutex_);
    for (const Submitted& submitted : answered) {
        readings_ -= submitted.batch.size();
        bytes_ -= submitted.bytes;
    }
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

std::uint64_t IntakeQueue::accepted() const
{
    const std::lock_guard lock(mutex_);
    return accepted_;
}

} // namespace historian::pipeline
