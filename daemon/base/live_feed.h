#pragma once

#include <historian/store.h>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace historian::base {

inline constexpr std::size_t kLiveCommitsMax = 256; ///< that one slow subscriber may be behind

/// Tells subscribers of every commit. A slow subscriber loses the oldest and is told how many;
/// it never delays a commit. Commits are shared_ptr because each subscriber reads them at its own
/// pace. Threads: any.
class LiveFeed {
public:
    using Commit = std::shared_ptr<const Segment>;

    /// One reader of the feed. It ends with its destruction; the feed outlives it.
    class Subscription {
    public:
        explicit Subscription(LiveFeed& feed);
        ~Subscription();
        Subscription(const Subscription&) = delete;
        Subscription& operator=(const Subscription&) = delete;

        /// The next commit; nothing after `wait`, or when a stop is requested.
        Commit next(std::stop_token stop, std::chrono::milliseconds wait);

        /// Commits lost since the last call because this reader was slow.
        std::size_t takeLost();

    private:
        friend class LiveFeed;
        void push(const Commit& commit);

        LiveFeed& feed_;
        std::deque<Commit> waiting_;
        std::size_t lost_ = 0;
        std::condition_variable_any arrived_;
        std::mutex mutex_;
    };

    /// Whether anybody listens; a publisher can save itself the copy otherwise.
    bool hasSubscribers() const { return count_.load(std::memory_order_relaxed) != 0; }

    void publish(const Commit& commit);

private:
    std::atomic<std::size_t> count_{0};
    std::vector<Subscription*> subscriptions_;
    std::mutex mutex_;
};

} // namespace historian::base
