#pragma once

#include <historian/input.h>
#include <historian/store.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace historian::pipeline {

/// How much may wait for the commit thread or be in its hands. One batch alone is always taken.
struct QueueLimits {
    std::size_t readingsMax = 200'000;
    std::size_t bytesMax = 32U * 1024 * 1024;
    std::chrono::milliseconds retryAfter{1000};
};

/// A batch that waits, and who must be told.
struct Submitted {
    Batch batch;
    Done done;
    std::size_t sink = 0;              ///< which sink it came by
    std::vector<RecordChange> changes; ///< what its instance wants durable together with it
    std::size_t bytes = 0;             ///< set by the queue
};

/// Where batches wait for the commit thread, which takes all of them at once: whatever came while
/// the last sync ran goes into the next commit. Full: the sender is told to come again.
/// Threads: push from any, take from one.
class IntakeQueue {
public:
    explicit IntakeQueue(QueueLimits limits) : limits_(limits) {}

    /// Moves from `submitted` if it is accepted, and leaves it as it is otherwise.
    Submission push(Submitted& submitted);

    /// Everything that waits, after at most `wait` when nothing does. `into` must be empty. What
    /// was taken counts for the limits until it is released.
    void takeAll(std::vector<Submitted>& into, std::chrono::milliseconds wait);

    /// These were answered and need no memory any more.
    void release(std::span<const Submitted> answered);

    /// Nothing is taken from now on; what waits can still be taken out.
    void close();

    bool isClosed() const;

    /// Readings that were ever accepted.
    std::uint64_t accepted() const;

private:
    const QueueLimits limits_;
    std::vector<Submitted> waiting_;
    std::size_t readings_ = 0;
    std::size_t bytes_ = 0;
    std::uint64_t accepted_ = 0;
    bool isClosed_ = false;
    bool isTakerAsleep_ = false;
    std::condition_variable arrived_;
    mutable std::mutex mutex_;
};

} // namespace historian::pipeline
