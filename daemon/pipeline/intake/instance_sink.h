#pragma once

#include "pipeline/intake/intake_queue.h"
#include "pipeline/intake/rejected_list.h"
#include "pipeline/notices.h"
#include "pipeline/record_journal.h"

#include <historian/clock.h>
#include <historian/input.h>

#include <atomic>
#include <optional>
#include <string>

namespace historian::pipeline {

/// Where a sink puts what it is given; all outlive it.
struct SinkParts {
    IntakeQueue& queue;
    RejectedList& rejected;
    Notices& notices;
    std::atomic<std::uint64_t>& refusals;
    const Clock& clock;
};

/// One instance's way in. Threads: any.
class InstanceSink : public Sink {
public:
    /// `state` goes with the batches; `number` says whose they are.
    InstanceSink(SinkParts parts, RecordedState& state, std::string instance, std::size_t number);

    Submission submit(Batch&& batch, Done done) override;
    void refuse(Refusal refusal) override;
    void notice(const Notice& notice) override;

    const std::string& instance() const { return instance_; }

    /// When a device said anything last; that one did not answer is nothing.
    std::optional<Time> lastData() const;

private:
    const SinkParts parts_;
    RecordedState& state_;
    const std::string instance_;
    const std::size_t number_;
    std::atomic<std::int64_t> lastData_{0};
};

} // namespace historian::pipeline
