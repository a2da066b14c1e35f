#include "trial_sink.h"

#include <cmath>
#include <vector>

namespace historian::conformance {

namespace {

std::string faultOf(const Names& names, const Value& value)
{
    const std::string name(names.name(value.metric()));
    if (name.empty()) return "a value's metric is no symbol of the host";
    if (value.type() == ValueType::None && value.quality() == Quality::Good)
        return name + ": a value of type None has no reason";
    if (value.type() == ValueType::Double && !std::isfinite(value.asDouble()))
        return name + ": nan and infinity are none with bad_nan";
    return {};
}

std::string faultOf(const Names& names, const Batch& batch)
{
    if (batch.isEmpty()) return "an empty batch was submitted";
    for (const Reading& reading : batch.readings()) {
        if (names.name(reading.device).empty())
            return "a reading's device is no symbol of the host";
        if (reading.valueCount == 0) return "a reading holds no value";
        if (reading.received == Time{}) return "a reading has no receive time";
        for (const Value& value : batch.values(reading))
            if (std::string fault = faultOf(names, value); !fault.empty()) return fault;
    }
    return {};
}

} // namespace

TrialSink::TrialSink(const Names& names, Answer answer)
    : names_(names),
      answer_(answer),
      committer_([this](const std::stop_token& token) { answerUntil(token); })
{
}

Submission TrialSink::submit(Batch&& batch, Done done)
{
    if (isClosed_) complain("submitted after stop()");
    if (std::string fault = faultOf(names_, batch); !fault.empty()) complain(std::move(fault));
    const std::lock_guard lock(mutex_);
    hasBatch_ = true;
    changed_.notify_all();
    if (answer_ == Answer::Busy) return {false, std::chrono::milliseconds(20)};
    waiting_.push_back({std::move(batch), std::move(done)});
    return {};
}

void TrialSink::refuse(Refusal refusal)
{
    if (isClosed_) complain("refused something after stop()");
    if (refusal.code.empty() || refusal.message.empty())
        complain("a refusal has no code or message");
}

void TrialSink::notice(const Notice& notice)
{
    if (isClosed_) complain("told the logbook something after stop()");
    if (notice.action.empty() || notice.detail.empty())
        complain("a notice has no action or detail");
}

void TrialSink::waitForBatch(std::chrono::milliseconds limit)
{
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, limit, [this] { return hasBatch_; });
}

void TrialSink::close()
{
    isClosed_ = true;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.empty() && !isAnswering_; });
}

std::string TrialSink::complaint() const
{
    const std::lock_guard lock(mutex_);
    return complaint_;
}

void TrialSink::complain(std::string what)
{
    const std::lock_guard lock(mutex_);
    if (complaint_.empty()) complaint_ = std::move(what);
}

void TrialSink::answerUntil(const std::stop_token& token)
{
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, token, [this] { return !waiting_.empty(); })) {
        const Waiting waiting = std::move(waiting_.front());
        waiting_.pop_front();
        isAnswering_ = true;
        lock.unlock();
        answer(waiting);
        lock.lock();
        isAnswering_ = false;
        changed_.notify_all();
    }
}

void TrialSink::answer(const Waiting& waiting) const
{
    if (!waiting.done) return;
    Outcome outcome;
    std::vector<ReadingOutcome> readings(waiting.batch.size());
    if (answer_ == Answer::Stored) {
        outcome.isCommitted = true;
        outcome.readings = readings;
        outcome.storeId = "conformance";
    } else {
        outcome.why = "the disk is full";
        outcome.retryAfter = std::chrono::milliseconds(20);
    }
    waiting.done(outcome);
}

} // namespace historian::conformance
