#pragma once

#include <historian/input.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace historian::testing {

/// A sink for tests: keeps what is submitted until the test says what became of it, or answers at
/// once when told to. Threads: any.
class FakeSink : public Sink {
public:
    enum class Mood : std::uint8_t {
        Keeping,    ///< batches wait for commitAll() or failAll()
        Committing, ///< every batch is stored at once
        Busy,       ///< nothing is taken
    };

    explicit FakeSink(Mood mood = Mood::Keeping) : mood_(mood) {}

    Submission submit(Batch&& batch, Done done) override;
    void refuse(Refusal refusal) override;
    void notice(const Notice& notice) override;

    void setMood(Mood mood);

    /// Waits until that many readings were taken; false if they were not within `limit`.
    bool waitFor(std::size_t readings, std::chrono::milliseconds limit);

    /// Answers every waiting batch: all readings stored.
    void commitAll();

    /// Answers every waiting batch: not stored.
    void failAll(std::string_view why);

    /// Everything taken so far, answered or not, as one batch.
    Batch everything() const;

    std::vector<Refusal> refusals() const;
    std::vector<Notice> notices() const;

private:
    struct Waiting {
        Batch batch;
        Done done;
    };

    void answerStored(const Waiting& waiting);

    Mood mood_;
    std::vector<Waiting> waiting_;
    Batch everything_;
    std::vector<Refusal> refusals_;
    std::vector<Notice> notices_;
    std::uint64_t seq_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable taken_;
};

} // namespace historian::testing
