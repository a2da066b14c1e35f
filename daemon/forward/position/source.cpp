#include "forward/position/source.h"

#include "base/unsynced.h"

#include <algorithm>

namespace historian::forward {
namespace {

constexpr std::size_t kPieceReadings = 5'000;

} // namespace

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
    Offer offer{*std::move(read), {}, false};
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

Result<std::optional<std::uint64_t>> Source::firstSince(const StoreSpan& span, Time time) const
{
    std::uint64_t seq = span.firstSeq - 1;
    while (seq < span.lastSeq) {
        const auto view = look();
        if (!view) return view.error();
        const auto piece = view->snapshot->readAfter(span.storeId, seq, kPieceReadings);
        if (!piece) return piece.error();
        const auto readings = piece->readings.readings();
        if (readings.empty()) break;
        const auto found =
            std::ranges::find_if(readings, [time](const Reading& one) { return one.time >= time; });
        if (found != readings.end()) return std::optional(found->seq);
        seq = readings.back().seq;
    }
    return std::optional<std::uint64_t>{};
}

} // namespace historian::forward
