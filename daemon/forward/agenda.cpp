#include "forward/agenda.h"

#include <algorithm>

namespace historian::forward {

using std::chrono::milliseconds;

Next Agenda::next(const View& view, const Settled& settled)
{
    const std::size_t readingsMax = batchMax();
    const auto oldest = oldestRun(view.spans, settled, parts_.offering.runMax(readingsMax));
    if (!oldest) return NothingLeft{};
    const bool isBacklogOld = isOld(view, *oldest);
    const SteadyTime now = parts_.clock.steady();
    const auto lane = parts_.tempo.due(now, isBacklogOld);
    if (!lane) return std::max(parts_.tempo.rest(now), milliseconds(1));
    parts_.bisection.skip(settled);
    // The live lane would only meet the same bad readings again; a look at a destination in
    // trouble is another matter.
    const bool isBisecting =
        parts_.bisection.isUnderWay() && !(*lane == Lane::Live && isTroubled());
    if (*lane == Lane::Live && !isBisecting) return nextLive(view, settled, *oldest, isBacklogOld);
    if (isBisecting)
        return Choice{Lane::Backfill, parts_.bisection.next(), readingsMax, isBacklogOld, true};
    return Choice{Lane::Backfill, *oldest, readingsMax, isBacklogOld};
}

Next Agenda::nextLive(const View& view,
                      const Settled& settled,
                      const Run& oldest,
                      bool isBacklogOld)
{
    const bool isProbe = isTroubled();
    const std::size_t readingsMax = isProbe ? std::min(batchMax(), kProbeReadings) : batchMax();
    const std::uint64_t runMax = parts_.offering.runMax(readingsMax);
    if (const auto newest = newestRun(view.spans, settled, runMax))
        return Choice{Lane::Live, *newest, readingsMax, isBacklogOld};
    if (!isProbe) {
        parts_.tempo.nothingLive(parts_.clock.steady());
        return milliseconds(0);
    }
    Run run = oldest;
    run.seqs.last = std::min(run.seqs.last, run.seqs.first + runMax - 1);
    return Choice{Lane::Live, run, readingsMax, isBacklogOld};
}

// What waits for the end of its window is no backlog.
bool Agenda::isOld(const View& view, const Run& oldest) const
{
    const auto first = view.snapshot->readAfter(oldest.storeId, oldest.seqs.first - 1, 1);
    if (!first || first->readings.isEmpty()) return false;
    const auto age = parts_.clock.now() - first->readings[0].received;
    return age > kLiveAfter + parts_.settings.window;
}

std::size_t Agenda::batchMax() const
{
    const std::size_t readings = parts_.batch.readings();
    if (parts_.settings.rateMax <= 0) return readings;
    return std::min(readings,
                    std::max<std::size_t>(static_cast<std::size_t>(parts_.settings.rateMax), 1));
}

} // namespace historian::forward
