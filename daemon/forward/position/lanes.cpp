#include "forward/position/lanes.h"

#include <algorithm>

namespace historian::forward {
namespace {

SeqSet settledOf(const Settled& settled, const std::string& storeId)
{
    const auto found = settled.find(storeId);
    return found == settled.end() ? SeqSet{} : found->second;
}

} // namespace

std::optional<Run>
oldestRun(std::span<const StoreSpan> spans, const Settled& settled, std::size_t readingsMax)
{
    for (const StoreSpan& span : spans) {
        auto run = settledOf(settled, span.storeId).firstMissing({span.firstSeq, span.lastSeq});
        if (!run) continue;
        run->last = std::min(run->last, run->first + readingsMax - 1);
        return Run{span.storeId, *run};
    }
    return std::nullopt;
}

std::optional<Run>
newestRun(std::span<const StoreSpan> spans, const Settled& settled, std::size_t readingsMax)
{
    if (spans.empty()) return std::nullopt;
    const StoreSpan& span = spans.back();
    const SeqSet done = settledOf(settled, span.storeId);
    auto run = done.missingTail({span.firstSeq, span.lastSeq});
    if (!run) return std::nullopt;
    if (done.ranges() >= kRangesMax)
        run->last = std::min(run->last, run->first + readingsMax - 1);
    else if (run->count() > readingsMax)
        run->first = run->last - readingsMax + 1;
    return Run{span.storeId, *run};
}

std::uint64_t backlogOf(std::span<const StoreSpan> spans, const Settled& settled)
{
    std::uint64_t backlog = 0;
    for (const StoreSpan& span : spans) {
        const SeqRange held{span.firstSeq, span.lastSeq};
        backlog += held.count() - settledOf(settled, span.storeId).countIn(held);
    }
    return backlog;
}

} // namespace historian::forward
