#include "forward/position/destination_book.h"

#include "forward/verdict/record_text.h"

#include <algorithm>

namespace historian::forward {

using Cause = ReadingGap::Cause;

namespace {

constexpr const char* kPaused = "paused";
constexpr const char* kRunning = "running";

} // namespace

DestinationBook::DestinationBook(std::string output,
                                 Snapshot& snapshot,
                                 base::RecordDesk& desk,
                                 const Clock& clock,
                                 Ledger& ledger)
    : output_(std::move(output)),
      desk_(desk),
      clock_(clock),
      ledger_(ledger),
      quarantine_(output_),
      givenUp_(output_),
      leftOut_(output_),
      gaps_(output_),
      thinned_(output_)
{
    load(snapshot);
}

void DestinationBook::load(Snapshot& snapshot)
{
    for (const Record& record : recordsOf(snapshot, kPositionKind)) {
        const auto key = splitKey(record.key);
        if (key.size() != 2 || key[0] != output_) continue;
        settled_[key[1]] = SeqSet::of(record.body);
        isKnown_ = true;
    }
    for (const Record& record : recordsOf(snapshot, kDestinationKind)) {
        if (record.key != output_) continue;
        isKnown_ = true;
        isPaused_ = record.body == kPaused;
    }
    for (const Record& record : recordsOf(snapshot, kQuarantineKind)) quarantine_.load(record);
    for (const Record& record : recordsOf(snapshot, kGivenUpKind)) givenUp_.load(record);
    for (const Record& record : recordsOf(snapshot, kLeftOutKind)) leftOut_.load(record);
    for (const Record& record : recordsOf(snapshot, kGapKind)) gaps_.load(record);
    for (const Record& record : recordsOf(snapshot, kThinnedKind)) thinned_.load(record);
}

bool DestinationBook::isKnown() const
{
    const std::lock_guard lock(mutex_);
    return isKnown_;
}

void DestinationBook::begin(std::span<const Run> before)
{
    const std::lock_guard lock(mutex_);
    Changes changes{{kDestinationKind, output_, isPaused_ ? kPaused : kRunning}};
    for (const Run& run : before) {
        settled_[run.storeId].add(run.seqs);
        changes.push_back(leftOut_.add(run));
        changePosition(run.storeId, changes);
        addGap(Cause::Thinned, run, "older than the start of this output", changes);
    }
    isKnown_ = true;
    desk_.change(std::move(changes));
}

bool DestinationBook::isPaused() const
{
    const std::lock_guard lock(mutex_);
    return isPaused_;
}

void DestinationBook::setPaused(bool isPaused)
{
    const std::lock_guard lock(mutex_);
    isPaused_ = isPaused;
    desk_.change({{kDestinationKind, output_, isPaused ? kPaused : kRunning}});
}

Settled DestinationBook::settled() const
{
    const std::lock_guard lock(mutex_);
    return settled_;
}

void DestinationBook::meet(std::span<const StoreSpan> spans)
{
    const std::lock_guard lock(mutex_);
    for (const StoreSpan& span : spans)
        if (span.firstSeq > 1) purged(span.storeId, span.firstSeq - 1);
    for (const auto& [storeId, upTo] : ledger_.purgedFrom(output_))
        if (std::ranges::find(spans, storeId, &StoreSpan::storeId) == spans.end())
            purged(storeId, upTo);
}

void DestinationBook::purged(const std::string& storeId, std::uint64_t upTo)
{
    SeqSet& done = settled_[storeId];
    Changes changes;
    while (const auto missed = done.firstMissing({1, upTo})) {
        addGap(Cause::Purged, {storeId, *missed}, "the store was full", changes);
        done.add(*missed);
        // When they were purged they counted as settled, for they were set aside.
        for (const auto& name :
             quarantine_.sentAgain({storeId, missed->first}, {storeId, missed->last}))
            lose(name, "the store was full before it could be sent again", changes);
    }
    if (changes.empty()) return;
    changePosition(storeId, changes);
    desk_.change(std::move(changes));
}

void DestinationBook::settle(const std::string& storeId, std::span<const SeqRange> done)
{
    if (done.empty()) return;
    const std::lock_guard lock(mutex_);
    Changes changes;
    for (const SeqRange& range : done) {
        settled_[storeId].add(range);
        closeSentAgain(storeId, range, changes);
    }
    changePosition(storeId, changes);
    desk_.change(std::move(changes));
}

std::uint64_t DestinationBook::thin(const Offer& offer)
{
    const std::lock_guard lock(mutex_);
    const std::string& storeId = offer.segment.storeId;
    SeqSet& done = settled_[storeId];
    std::uint64_t end = ~std::uint64_t{0};
    for (const Reading& reading : offer.segment.readings.readings())
        if (!done.contains(reading.seq)) end = std::min(end, reading.seq);
    std::vector<SeqRange> left;
    std::uint64_t count = 0;
    for (const SeqRange& range : offer.thinned) {
        if (range.first > end) break;
        left.push_back(range);
        count += range.count();
        done.add(range);
    }
    if (count == 0) return 0;
    Changes changes = thinned_.add(storeId, left, done, clock_.now());
    changePosition(storeId, changes);
    desk_.change(std::move(changes));
    return count;
}

void DestinationBook::damaged(const Run& run)
{
    const std::lock_guard lock(mutex_);
    const LedgerEntry entry{LedgerEntry::Cause::Damaged,
                            run.storeId,
                            run.seqs,
                            0,
                            {{output_, run.seqs.count()}},
                            clock_.now(),
                            "the store cannot read them"};
    Changes changes{ledger_.recordOf(entry)};
    ledger_.keep(entry);
    settled_[run.storeId].add(run.seqs);
    changePosition(run.storeId, changes);
    for (const auto& name :
         quarantine_.sentAgain({run.storeId, run.seqs.first}, {run.storeId, run.seqs.last}))
        changes.push_back(quarantine_.remove(name));
    addGap(Cause::Purged, run, entry.why, changes);
    desk_.change(std::move(changes));
}

std::uint64_t DestinationBook::rewind(std::span<const Run> runs)
{
    const std::lock_guard lock(mutex_);
    std::uint64_t again = 0;
    Changes changes;
    for (const Run& run : runs) {
        SeqSet& done = settled_[run.storeId];
        again += done.countIn(run.seqs);
        done.remove(run.seqs);
        changePosition(run.storeId, changes);
        for (RecordChange& change : givenUp_.remove(run)) changes.push_back(std::move(change));
        if (auto change = leftOut_.remove(run)) changes.push_back(*std::move(change));
        for (const auto& name :
             quarantine_.shown({run.storeId, run.seqs.first}, {run.storeId, run.seqs.last}))
            changes.push_back(quarantine_.sendAgain(name));
        for (RecordChange& change : thinned_.tellAgain(run)) changes.push_back(std::move(change));
    }
    if (!changes.empty()) desk_.change(std::move(changes));
    return again;
}

Settled DestinationBook::leftOut() const
{
    const std::lock_guard lock(mutex_);
    return leftOut_.all();
}

std::vector<ReadingGap> DestinationBook::gaps(std::size_t limit) const
{
    const std::lock_guard lock(mutex_);
    std::vector<ReadingGap> some = gaps_.first(limit);
    for (ReadingGap& gap : thinned_.first(limit - some.size())) some.push_back(std::move(gap));
    return some;
}

void DestinationBook::told(std::span<const ReadingGap> gaps)
{
    const std::lock_guard lock(mutex_);
    Changes changes;
    for (const ReadingGap& gap : gaps) {
        for (RecordChange& change : gaps_.told(gap)) changes.push_back(std::move(change));
        for (RecordChange& change : thinned_.told(gap)) changes.push_back(std::move(change));
    }
    if (!changes.empty()) desk_.change(std::move(changes));
}

void DestinationBook::changePosition(const std::string& storeId, Changes& changes) const
{
    const auto found = settled_.find(storeId);
    if (found != settled_.end())
        changes.push_back({kPositionKind, output_ + "/" + storeId, found->second.text()});
}

void DestinationBook::addGap(Cause cause, const Run& run, const std::string& why, Changes& changes)
{
    changes.push_back(gaps_.add({cause,
                                 run.storeId,
                                 run.seqs.first,
                                 run.seqs.last,
                                 why,
                                 clock_.now(),
                                 false,
                                 run.seqs.count()}));
}

} // namespace historian::forward
