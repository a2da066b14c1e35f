#include "pipeline/intake/instance_sink.h"

#include <algorithm>
#include <utility>

namespace historian::pipeline {

namespace {

constexpr std::size_t kNoticeBytesMax = 500;

// Whether a device said anything: a reading may only tell that it did not answer.
bool hasData(const Batch& batch)
{
    return std::ranges::any_of(batch.readings(), [&batch](const Reading& reading) {
        return std::ranges::any_of(batch.values(reading), [](const Value& value) {
            return value.quality() != Quality::BadCommunication;
        });
    });
}

} // namespace

InstanceSink::InstanceSink(SinkParts parts,
                           RecordedState& state,
                           std::string instance,
                           std::size_t number)
    : parts_(parts), state_(state), instance_(std::move(instance)), number_(number)
{
}

Submission InstanceSink::submit(Batch&& batch, Done done)
{
    Submitted submitted{std::move(batch), std::move(done), number_, state_.take(), 0};
    const bool isNews = hasData(submitted.batch);
    const Submission answer = parts_.queue.push(submitted);
    if (answer.isAccepted && isNews) lastData_ = parts_.clock.now().time_since_epoch().count();
    if (!answer.isAccepted) {
        state_.giveBack(std::move(submitted.changes));
        batch = std::move(submitted.batch);
    }
    return answer;
}

void InstanceSink::refuse(Refusal refusal)
{
    ++parts_.refusals;
    parts_.rejected.add({parts_.clock.now(),
                         instance_,
                         std::move(refusal.device),
                         std::move(refusal.field),
                         std::move(refusal.code),
                         std::move(refusal.message),
                         std::move(refusal.address),
                         std::move(refusal.excerpt)});
}

void InstanceSink::notice(const Notice& notice)
{
    const std::string detail = "input " + instance_ + ": " + notice.detail;
    parts_.notices.addOnce(notice.action,
                           notice.device.empty() ? instance_ : notice.device,
                           detail.substr(0, kNoticeBytesMax),
                           parts_.clock.steady());
}

std::optional<Time> InstanceSink::lastData() const
{
    const std::int64_t at = lastData_;
    if (at == 0) return std::nullopt;
    return Time(std::chrono::microseconds(at));
}

} // namespace historian::pipeline
