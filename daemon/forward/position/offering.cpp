#include "forward/position/offering.h"

#include <algorithm>

namespace historian::forward {
namespace {

constexpr std::uint64_t kPieceReadings = 5'000;

/// The next piece of a run, which is shortened by it.
Run takePiece(Run& run, End end)
{
    Run piece = run;
    const std::uint64_t count = std::min(run.seqs.count(), kPieceReadings);
    if (end == End::Oldest) {
        piece.seqs.last = run.seqs.first + count - 1;
        run.seqs.first = piece.seqs.last + 1;
    } else {
        piece.seqs.first = run.seqs.last - count + 1;
        run.seqs.last = piece.seqs.first - 1;
    }
    return piece;
}

template <typename T>
void addAll(std::vector<T>& all, const std::vector<T>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

/// `later` follows `offer` in the order of seq.
void join(Offer& offer, const Offer& later)
{
    for (const Reading& reading : later.segment.readings.readings())
        offer.segment.readings.append(later.segment.readings, reading);
    addAll(offer.damaged, later.damaged);
    addAll(offer.thinned, later.thinned);
    offer.waitsForClock = offer.waitsForClock || later.waitsForClock;
    if (later.undecidedBefore)
        offer.undecidedBefore =
            std::min(offer.undecidedBefore.value_or(Time::max()), *later.undecidedBefore);
}

/// Leaves so many readings of the end, and of what is thinned only what lies on their side.
void trim(Offer& offer, End end, std::size_t readingsMax)
{
    Batch& readings = offer.segment.readings;
    if (readings.size() <= readingsMax) return;
    if (end == End::Oldest) {
        const std::uint64_t cut = readings[readingsMax].seq;
        while (readings.size() > readingsMax) readings.dropLast();
        std::erase_if(offer.thinned, [cut](const SeqRange& one) { return one.first > cut; });
        return;
    }
    const std::size_t surplus = readings.size() - readingsMax;
    const std::uint64_t cut = readings[surplus - 1].seq;
    Batch newest;
    for (const Reading& reading : std::as_const(readings).readings().subspan(surplus))
        newest.append(readings, reading);
    readings = std::move(newest);
    std::erase_if(offer.thinned, [cut](const SeqRange& one) { return one.last < cut; });
}

/// Leaves as much as should be held at once, by the middle size of a reading; one at least.
void lighten(Offer& offer, End end)
{
    const std::size_t size = offer.segment.readings.size();
    const std::size_t bytes = offer.segment.readings.bytes();
    if (bytes <= kOfferBytesMax) return;
    trim(offer, end, std::max<std::size_t>(size * kOfferBytesMax / bytes, 1));
    offer.isHeavy = true;
}

} // namespace

Offering::Offering(const Source& source, std::chrono::seconds window, const Clock& clock)
    : source_(source)
{
    if (window.count() != 0) thinning_.emplace(window, clock);
}

Result<Offer>
Offering::read(const View& view, const Run& run, End end, std::size_t readingsMax, const Seen& seen)
{
    if (!thinning_) {
        Result<Offer> all = source_.read(view, run);
        if (!all) return all;
        lighten(*all, end);
        seen(all->segment.readings);
        return all;
    }
    Run rest = run;
    Offer offer{{run.storeId, {}}, {}, false, {}, false, {}};
    const Batch& readings = offer.segment.readings;
    while (rest.seqs.first <= rest.seqs.last && readings.size() < readingsMax &&
           readings.bytes() < kOfferBytesMax) {
        Result<Offer> piece = sifted(view, takePiece(rest, end), seen);
        if (!piece) return piece.error();
        if (end == End::Newest) std::swap(offer, *piece);
        join(offer, *piece);
        if (piece->waitsForClock && end == End::Oldest) break;
    }
    trim(offer, end, readingsMax);
    lighten(offer, end);
    return offer;
}

Result<Offer> Offering::sifted(const View& view, const Run& piece, const Seen& seen)
{
    Result<Offer> offer = source_.read(view, piece);
    if (!offer) return offer;
    seen(offer->segment.readings);
    const Result<Thinned> thinned = thinning_->sift(*view.snapshot, offer->segment);
    if (!thinned) return thinned.error();
    Batch kept;
    for (const std::size_t index : thinned->kept)
        kept.append(offer->segment.readings, offer->segment.readings[index]);
    offer->segment.readings = std::move(kept);
    offer->thinned = thinned->left;
    offer->undecidedBefore = thinned->undecidedBefore;
    return offer;
}

} // namespace historian::forward
