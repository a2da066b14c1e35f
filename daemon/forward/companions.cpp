#include "forward/companions.h"

namespace historian::forward {

bool isTaken(const Delivery& answer)
{
    return answer.kind != Delivery::Kind::Retry && answer.kind != Delivery::Kind::Hold;
}

bool Companions::step(Output& output)
{
    const SteadyTime now = parts_.clock.steady();
    return correct(output) || (now >= gapsAt_ && tellGaps(output, now)) ||
           (now >= statusAt_ && tellStatus(output, now));
}

void Companions::delivered(const Batch& readings)
{
    if (parts_.counters == nullptr) return;
    for (const Reading& reading : readings.readings()) devices_.insert(reading.device);
}

bool Companions::correct(Output& output)
{
    if (devices_.empty()) return false;
    const std::vector<Symbol> devices(devices_.begin(), devices_.end());
    devices_.clear();
    auto* face = dynamic_cast<CorrectedCounters*>(&output);
    if (face == nullptr) return false;
    const auto counters = parts_.counters->corrected(devices);
    if (counters.empty()) return false;
    face->correct(counters);
    return true;
}

bool Companions::tellGaps(Output& output, SteadyTime now)
{
    const auto gaps = parts_.book.gaps(kGapsAtOnce);
    if (gaps.empty()) return false;
    auto* face = dynamic_cast<GapOutput*>(&output);
    if (face == nullptr) {
        parts_.book.told(gaps);
        return false;
    }
    gapsAt_ = now + kCompanionRetry;
    const Deliveries answers = face->deliverGaps(gaps);
    std::vector<ReadingGap> told;
    for (std::size_t i = 0; i < std::min(gaps.size(), answers.size()); ++i)
        if (isTaken(answers[i])) told.push_back(gaps[i]);
    parts_.book.told(told);
    if (told.size() == gaps.size()) gapsAt_ = now + kGapsEvery;
    return true;
}

bool Companions::tellStatus(Output& output, SteadyTime now)
{
    statusAt_ = now + kStatusEvery;
    auto* face = dynamic_cast<StatusOutput*>(&output);
    if (face == nullptr) return false;
    const auto view = parts_.source.look();
    if (!view) return false;
    // Only the newest counts, so that one that was not taken is simply followed by the next.
    static_cast<void>(face->deliverStatus(statusOf(*view)));
    return true;
}

GatewayStatus Companions::statusOf(const View& view) const
{
    const Settled settled = parts_.book.settled();
    const StoreStatus store = parts_.store.status();
    GatewayStatus status;
    status.at = parts_.clock.now();
    status.version = parts_.version;
    status.isClockTrusted = parts_.clock.isTrusted();
    status.storeId = store.storeId;
    status.lastSeq = view.spans.empty() ? 0 : view.spans.back().lastSeq;
    status.backlog = backlogOf(view.spans, settled);
    status.oldestUnsent = oldestWaiting(view, settled);
    status.quarantined = parts_.book.quarantined();
    status.dropped = parts_.ledger.droppedOf(parts_.book.output());
    status.storeBytes = store.bytes;
    status.daysLeft = store.daysLeft;
    return status;
}

std::optional<Time> oldestWaiting(const View& view, const Settled& settled)
{
    const auto oldest = oldestRun(view.spans, settled, 1);
    if (!oldest) return std::nullopt;
    const auto read = view.snapshot->readAfter(oldest->storeId, oldest->seqs.first - 1, 1);
    if (!read || read->readings.isEmpty()) return std::nullopt;
    return read->readings[0].time;
}

} // namespace historian::forward
