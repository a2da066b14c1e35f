#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace historian::base {

/// Wakes the one thread that waits for it. A ring while nobody waits is not lost; several are one.
/// Threads: ring from any, wait from one.
class Bell {
public:
    void ring()
    {
        {
            const std::lock_guard lock(mutex_);
            isRung_ = true;
        }
        rung_.notify_one();
    }

    /// Waits for a ring, at most so long; ends at once when a stop is requested.
    void wait(const std::stop_token& stop, std::chrono::milliseconds longest)
    {
        std::unique_lock lock(mutex_);
        rung_.wait_for(lock, stop, longest, [this] { return isRung_; });
        isRung_ = false;
    }

private:
    bool isRung_ = false;
    std::condition_variable_any rung_;
    std::mutex mutex_;
};

} // namespace historian::base
