#pragma once

#include <historian/input.h>

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <vector>

namespace historian::pipeline {

/// How much may wait for the commit thread. One batch alone is always taken.
struct QueueLimits {
    std::size_t readingsMax = 200'000;
    std::size_t bytesMax = 48U * 1024 * 1024;
    std::chrono::milliseconds retryAfter{1000};
};

/// A batch that waits, and who must be told.
struct Submitted {
    Batch batch;
    Done done;
    std::size_t sink = 0; ///< which sink it came by
};

/// Where batches wait for the commit thread, which takes all of them at once: whatever came while
/// the last sync ran goes into the next commit. Full: the sender is told to come again.
/// Threads: push from any, take from one.
class IntakeQueue {
public:
    explicit IntakeQueue(QueueLimits limits) : limits_(limits) {}

    Submission push(Submitted submitted);

    /// Everything that waits, after at most `wait` when nothing does. `into` must be empty.
    void takeAll(std::vector<Submitted>& into, std::chrono::milliseconds wait);

    /// Nothing is taken from now on; what waits can still be taken out.
    void close();

    bool isClosed() const;
    std::size_t readings() const;

private:
    const QueueLimits limits_;
    std::vector<Submitted> waiting_;
    std::size_t readings_ = 0;
    std::size_t bytes_ = 0;
    bool isClosed_ = false;
    bool isTakerAsleep_ = false;
    std::condition_variable arrived_;
    mutable std::mutex mutex_;
};

} // namespace historian::pipeline
