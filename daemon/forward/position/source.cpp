#include "forward/position/source.h"

#include "base/unsynced.h"

#include <algorithm>
#include <map>

namespace historian::forward {

Result<View> Source::look() const
{
    auto snapshot = store_.snapshot();
    if (!snapshot) return snapshot.error();
    auto spans = (*snapshot)->spans();
    if (!spans) return spans.error();
    return View{*std::move(snapshot), *std::move(spans)};
}

Result<Offer> Source::read(const View& view, const Run& run) const
{
    auto read = view.snapshot->readAfter(run.storeId, run.seqs.first - 1, run.seqs.count());
    if (!read) return read.error();
    Offer offer{*std::move(read), {}, false, {}, false, {}};
    Batch& readings = offer.segment.readings;
    while (!readings.isEmpty() && readings[readings.size() - 1].seq > run.seqs.last)
        readings.dropLast();
    const auto all = readings.readings();
    const auto waiting =
        std::ranges::find_if(all, [this](const Reading& one) { return waitsForClock(one); });
    offer.waitsForClock = waiting != all.end();
    const std::uint64_t end = offer.waitsForClock ? waiting->seq : run.seqs.last + 1;
    while (!readings.isEmpty() && readings[readings.size() - 1].seq >= end) readings.dropLast();
    std::uint64_t expected = run.seqs.first;
    for (const Reading& reading : readings.readings()) {
        if (reading.seq > expected)
            offer.damaged.push_back({run.storeId, {expected, reading.seq - 1}});
        expected = reading.seq + 1;
    }
    if (expected < end) offer.damaged.push_back({run.storeId, {expected, end - 1}});
    return offer;
}

bool Source::waitsForClock(const Reading& reading) const
{
    if (!reading.flags.has(Flag::Unsynced)) return false;
    const SteadyTime now = clock_.steady();
    if (now - started_ >= base::kUnsyncedWaitMax) return false;
    if (!clock_.isTrusted()) return true;
    std::int64_t since = 0;
    trustedSince_.compare_exchange_strong(since, now.time_since_epoch().count());
    if (since == 0) return true;
    return now - SteadyTime(std::chrono::microseconds(since)) < base::kRedatingWait;
}

// A reading that is not Late was the newest of its device when it was committed: those that were
// committed before it and are not older have its very time, and come before it in a scan.
Result<std::vector<Run>>
Source::since(const View& view, std::span<const Symbol> devices, Time time) const
{
    std::map<std::string, std::uint64_t, std::less<>> firsts;
    for (const Symbol device : devices) {
        const auto error =
            view.snapshot->scan(device, {}, time, Time::max(), [&firsts](const Segment& piece) {
                auto& first = firsts.try_emplace(piece.storeId, ~std::uint64_t{0}).first->second;
                for (const Reading& reading : piece.readings.readings()) {
                    first = std::min(first, reading.seq);
                    if (!reading.flags.has(Flag::Late)) return false;
                }
                return true;
            });
        if (error) return *error;
    }
    std::vector<Run> runs;
    for (const StoreSpan& span : view.spans) {
        const auto found = firsts.find(span.storeId);
        if (found != firsts.end())
            runs.push_back({span.storeId, {found->second, span.lastSeq}});
        else if (!runs.empty())
            runs.push_back({span.storeId, {span.firstSeq, span.lastSeq}});
    }
    return runs;
}

} // namespace historian::forward
