#include "poll/outbox.h"

namespace historian::modbus {

Outbox::Outbox(Host& host)
    : missed_(host.counter("readings_missed_total", "readings that were not stored"))
{
}

Outbox::~Outbox()
{
    for (const Batch& batch : waiting_) missed_.add(batch.size());
}

void Outbox::put(Batch&& batch)
{
    if (batch.isEmpty()) return;
    if (waiting_.size() < kOutboxReadingsMax)
        waiting_.push_back(std::move(batch));
    else
        missed_.add(batch.size());
}

void Outbox::flush(Sink& sink, SteadyTime now)
{
    if (now < retryAt_) return;
    while (!waiting_.empty()) {
        const std::size_t readings = waiting_.front().size();
        const auto done = [&missed = missed_, readings](const Outcome& outcome) {
            if (!outcome.isCommitted) missed.add(readings);
        };
        const Submission submission = sink.submit(std::move(waiting_.front()), done);
        if (!submission.isAccepted) {
            retryAt_ = now + submission.retryAfter;
            return;
        }
        waiting_.pop_front();
    }
}

SteadyTime Outbox::due() const
{
    return waiting_.empty() ? SteadyTime::max() : retryAt_;
}

} // namespace historian::modbus
