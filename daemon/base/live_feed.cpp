#include "base/live_feed.h"

#include <algorithm>
#include <utility>

namespace historian::base {

LiveFeed::Subscription::Subscription(LiveFeed& feed) : feed_(feed)
{
    const std::lock_guard lock(feed_.mutex_);
    feed_.subscriptions_.push_back(this);
    feed_.count_.store(feed_.subscriptions_.size(), std::memory_order_relaxed);
}

LiveFeed::Subscription::~Subscription()
{
    const std::lock_guard lock(feed_.mutex_);
    std::erase(feed_.subscriptions_, this);
    feed_.count_.store(feed_.subscriptions_.size(), std::memory_order_relaxed);
}

LiveFeed::Commit LiveFeed::Subscription::next(std::stop_token stop, std::chrono::milliseconds wait)
{
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, stop, wait, [this] { return !waiting_.empty(); })) return nullptr;
    Commit commit = std::move(waiting_.front());
    waiting_.pop_front();
    return commit;
}

std::size_t LiveFeed::Subscription::takeLost()
{
    const std::lock_guard lock(mutex_);
    return std::exchange(lost_, 0);
}

void LiveFeed::Subscription::push(const Commit& commit)
{
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() == kLiveCommitsMax) {
            waiting_.pop_front();
            ++lost_;
        }
        waiting_.push_back(commit);
    }
    arrived_.notify_one();
}

void LiveFeed::publish(const Commit& commit)
{
    const std::lock_guard lock(mutex_);
    for (Subscription* subscription : subscriptions_) subscription->push(commit);
}

} // namespace historian::base
