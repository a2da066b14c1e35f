#include "forward/purge_plan.h"

#include <algorithm>
#include <limits>

namespace historian::forward {
namespace {

constexpr double kAnyFill = std::numeric_limits<double>::infinity();

double fillOf(const StoreStatus& status)
{
    if (status.quotaBytes == 0) return 0;
    return static_cast<double>(status.bytes - status.logBytes) /
           static_cast<double>(status.quotaBytes);
}

/// The last seq of a span that no required output waits for; below its first: there is none.
std::uint64_t limitOf(const StoreSpan& span, const std::vector<Need>& needs)
{
    std::uint64_t limit = span.lastSeq;
    for (const Need& need : needs) {
        if (!need.isRequired) continue;
        const auto settled = need.settled.find(span.storeId);
        if (settled == need.settled.end()) return span.firstSeq - 1;
        const auto missing = settled->second.firstMissing({span.firstSeq, limit});
        if (missing) limit = std::min(limit, missing->first - 1);
        if (limit < span.firstSeq) break;
    }
    return limit;
}

} // namespace

bool PurgePlan::isDue(const StoreStatus& status) const
{
    const double fill = fillOf(status);
    return fill > kPurgeOldAt && (clock_.steady() >= notBefore_ || fill > waitsUpTo_);
}

std::optional<base::Purge> PurgePlan::plan(const StoreStatus& status, std::vector<Need> needs)
{
    waitUpTo(kAnyFill);
    const Result<View> view = source_.look();
    if (!view || view->spans.empty()) return std::nullopt;
    const StoreSpan& span = view->spans.front();
    const std::uint64_t limit = limitOf(span, needs);
    if (limit < span.firstSeq) return std::nullopt;
    const std::uint64_t piece =
        std::clamp(status.readings / 50, kPurgeReadingsMin, kPurgeReadingsMax);
    const std::uint64_t upTo = std::min(limit, span.firstSeq + piece - 1);
    if (fillOf(status) <= kPurgeAt && !isOldEnough(*view, span.storeId, upTo)) {
        waitUpTo(kPurgeAt);
        return std::nullopt;
    }
    notBefore_ = {};
    return base::Purge{
        span.storeId, upTo, [this, span, needs = std::move(needs)](std::uint64_t lastSeq) {
            pending_ = entryOf(span, lastSeq, needs);
            return std::vector<RecordChange>{ledger_.recordOf(*pending_)};
        }};
}

// The next look comes later, but for a store that is fuller by then.
void PurgePlan::waitUpTo(double fill)
{
    notBefore_ = clock_.steady() + kPurgeLookEvery;
    waitsUpTo_ = fill;
}

bool PurgePlan::isOldEnough(const View& view, const std::string& storeId, std::uint64_t seq) const
{
    const auto read = view.snapshot->readAfter(storeId, seq - 1, 1);
    return read && !read->readings.isEmpty() &&
           clock_.now() - read->readings[0].received >= kKeptFor;
}

LedgerEntry PurgePlan::entryOf(const StoreSpan& span,
                               std::uint64_t lastSeq,
                               const std::vector<Need>& needs) const
{
    LedgerEntry entry{LedgerEntry::Cause::Purged,
                      span.storeId,
                      {span.firstSeq, lastSeq},
                      lastSeq - span.firstSeq + 1,
                      {},
                      clock_.now(),
                      "the store was full"};
    for (const Need& need : needs) {
        const auto settled = need.settled.find(span.storeId);
        const std::uint64_t got =
            settled == need.settled.end() ? 0 : settled->second.countIn(entry.seqs);
        if (got < entry.readings) entry.undelivered[need.output] = entry.readings - got;
    }
    return entry;
}

void PurgePlan::purged(bool isDurable)
{
    if (isDurable && pending_) ledger_.keep(*pending_);
    if (!isDurable) waitUpTo(kAnyFill);
    pending_.reset();
}

} // namespace historian::forward
