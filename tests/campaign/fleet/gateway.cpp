#include "gateway.h"

#include "forward/forwarder.h"

#include <algorithm>

namespace historian::fleet {

using forward::Lane;
using std::chrono::milliseconds;

namespace {

constexpr const char* kStore = "store";

} // namespace

Gateway::Gateway(const GatewayShape& shape, forward::Random random)
    : shape_(shape), tempo_(std::move(random), shape.startWaitMax)
{
    forward::SeqSet& done = settled_[kStore];
    if (shape.delivered > 0) done.add({1, shape.delivered});
}

std::uint64_t Gateway::newest(SteadyTime now) const
{
    if (now < shape_.firstReading) return 0;
    return static_cast<std::uint64_t>((now - shape_.firstReading) / shape_.interval) + 1;
}

SteadyTime Gateway::timeOf(std::uint64_t seq) const
{
    return shape_.firstReading + shape_.interval * static_cast<std::int64_t>(seq - 1);
}

std::variant<Gateway::Request, SteadyTime> Gateway::step(SteadyTime now)
{
    const bool isFailing = tempo_.isFailing();
    if (isFailing && tempo_.rest(now).count() > 0) return now + tempo_.rest(now);
    if (now < gatherUntil_) return gatherUntil_;
    const std::uint64_t last = newest(now);
    const StoreSpan span{kStore, 1, last};
    if (last == 0) return shape_.firstReading;
    const auto oldest = forward::oldestRun({&span, 1}, settled_, batch_.readings());
    if (!oldest) return timeOf(last + 1);
    const bool isOld = now - timeOf(oldest->seqs.first) > forward::kLiveAfter;
    const auto lane = tempo_.due(now, isOld);
    if (!lane) return now + std::max(tempo_.rest(now), milliseconds(1));
    if (*lane == Lane::Backfill) return Request{Lane::Backfill, *oldest, isOld};
    if (const auto run = chooseLive(span, *oldest)) return Request{Lane::Live, *run, isOld};
    tempo_.nothingLive(now);
    return now;
}

std::optional<forward::Run> Gateway::chooseLive(const StoreSpan& span,
                                                const forward::Run& oldest) const
{
    const std::size_t readingsMax = tempo_.isFailing()
                                        ? std::min(batch_.readings(), forward::kProbeReadings)
                                        : batch_.readings();
    if (auto run = forward::newestRun({&span, 1}, settled_, readingsMax)) return run;
    if (!tempo_.isFailing()) return std::nullopt;
    forward::Run run = oldest;
    run.seqs.last = std::min(run.seqs.last, run.seqs.first + readingsMax - 1);
    return run;
}

void Gateway::delivered(const Request& request, SteadyTime now, std::chrono::microseconds took)
{
    const bool isLast = !request.isBacklogOld && request.readings() < batch_.readings();
    settled_[kStore].add(request.run.seqs);
    batch_.delivered(request.readings(), took);
    tempo_.delivered(request.lane, now, request.isBacklogOld);
    if (isLast) gatherUntil_ = now + forward::ForwarderPace{}.gather;
}

void Gateway::failed(const Request& request,
                     SteadyTime now,
                     std::chrono::microseconds took,
                     milliseconds after)
{
    batch_.failed(took);
    tempo_.failed(request.lane, now, after);
}

std::uint64_t Gateway::backlog(SteadyTime now) const
{
    const std::uint64_t last = newest(now);
    return last == 0 ? 0 : last - settled_.find(kStore)->second.countIn({1, last});
}

} // namespace historian::fleet
