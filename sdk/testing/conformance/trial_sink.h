#pragma once

#include <historian/host.h>
#include <historian/input.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace historian::conformance {

/// A sink that answers from a commit thread of its own, as the daemon does, and looks at every
/// reading it is given. Threads: any.
class TrialSink : public Sink {
public:
    enum class Answer : std::uint8_t { Stored, Busy, Failed };

    TrialSink(const Names& names, Answer answer);

    Submission submit(Batch&& batch, Done done) override;
    void refuse(Refusal refusal) override;
    void notice(const Notice& notice) override;

    /// Waits until something was submitted or the time is over.
    void waitForBatch(std::chrono::milliseconds limit);

    /// The input was stopped: from now on it must not come again. Returns when everything that
    /// was submitted is answered.
    void close();

    /// What the input did wrong, first of all; empty if nothing.
    std::string complaint() const;

private:
    struct Waiting {
        Batch batch;
        Done done;
    };

    void complain(std::string what);
    void answerUntil(const std::stop_token& token);
    void answer(const Waiting& waiting) const;

    const Names& names_;
    const Answer answer_;
    std::atomic<bool> isClosed_{false};
    std::deque<Waiting> waiting_;
    std::string complaint_;
    bool hasBatch_ = false;
    bool isAnswering_ = false;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::jthread committer_; // last: it uses all of the above
};

} // namespace historian::conformance
