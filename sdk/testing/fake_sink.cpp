#include <historian/testing/fake_sink.h>

#include <utility>

namespace historian::testing {

Submission FakeSink::submit(Batch&& batch, Done done)
{
    Waiting waiting;
    {
        const std::lock_guard lock(mutex_);
        if (mood_ == Mood::Busy) return {false, std::chrono::milliseconds(1000)};
        waiting = {std::move(batch), std::move(done)};
        for (const Reading& reading : waiting.batch.readings())
            everything_.append(waiting.batch, reading);
        taken_.notify_all();
        if (mood_ == Mood::Keeping) {
            waiting_.push_back(std::move(waiting));
            return {};
        }
    }
    answerStored(waiting);
    return {};
}

void FakeSink::refuse(Refusal refusal)
{
    const std::lock_guard lock(mutex_);
    refusals_.push_back(std::move(refusal));
}

void FakeSink::notice(const Notice& notice)
{
    const std::lock_guard lock(mutex_);
    notices_.push_back(notice);
}

void FakeSink::setMood(Mood mood)
{
    const std::lock_guard lock(mutex_);
    mood_ = mood;
}

void FakeSink::answerStored(const Waiting& waiting)
{
    std::vector<ReadingOutcome> outcomes(waiting.batch.size());
    {
        const std::lock_guard lock(mutex_);
        for (ReadingOutcome& outcome : outcomes) outcome.seq = ++seq_;
    }
    Outcome outcome;
    outcome.isCommitted = true;
    outcome.readings = outcomes;
    outcome.storeId = "fake-store";
    outcome.lastSeq = outcomes.empty() ? 0 : outcomes.back().seq;
    if (waiting.done) waiting.done(outcome);
}

bool FakeSink::waitFor(std::size_t readings, std::chrono::milliseconds limit)
{
    std::unique_lock lock(mutex_);
    return taken_.wait_for(lock, limit, [&] { return everything_.size() >= readings; });
}

void FakeSink::commitAll()
{
    std::vector<Waiting> waiting;
    {
        const std::lock_guard lock(mutex_);
        waiting.swap(waiting_);
    }
    for (const Waiting& one : waiting) answerStored(one);
}

void FakeSink::failAll(std::string_view why)
{
    std::vector<Waiting> waiting;
    {
        const std::lock_guard lock(mutex_);
        waiting.swap(waiting_);
    }
    Outcome outcome;
    outcome.why = why;
    outcome.retryAfter = std::chrono::seconds(2);
    for (const Waiting& one : waiting)
        if (one.done) one.done(outcome);
}

Batch FakeSink::everything() const
{
    const std::lock_guard lock(mutex_);
    return everything_;
}

std::vector<Refusal> FakeSink::refusals() const
{
    const std::lock_guard lock(mutex_);
    return refusals_;
}

std::vector<Notice> FakeSink::notices() const
{
    const std::lock_guard lock(mutex_);
    return notices_;
}

} // namespace historian::testing
