#include "forward/verdict/thinned_gaps.h"

#include "forward/verdict/record_text.h"

#include <algorithm>
#include <set>

namespace historian::forward {
namespace {

constexpr std::size_t kFields = 4;               // last, readings, at, told
constexpr std::uint64_t kKeptBetweenMax = 1'000; // readings delivered between two left out
constexpr const char* kWhy = "left out by resolution";

/// Whether thinning went on from the gap to the seq on one day, with all between them settled.
bool continues(const ReadingGap& gap, std::uint64_t seq, const SeqSet& settled, Time at)
{
    using std::chrono::days;
    using std::chrono::floor;
    const std::uint64_t between = seq - gap.lastSeq - 1;
    return between <= kKeptBetweenMax && floor<days>(gap.at) == floor<days>(at) &&
           (between == 0 || settled.countIn({gap.lastSeq + 1, seq - 1}) == between);
}

} // namespace

void ThinnedGaps::load(const Record& record)
{
    const auto key = splitKey(record.key);
    const auto fields = splitFields(record.body);
    if (key.size() != 3 || key[0] != output_ || fields.size() != kFields) return;
    ReadingGap gap{ReadingGap::Cause::Thinned,
                   key[1],
                   numberOf(key[2]),
                   numberOf(fields[0]),
                   kWhy,
                   timeOf(fields[2]),
                   false,
                   numberOf(fields[1])};
    const Name name{gap.storeId, gap.firstSeq};
    gaps_.insert_or_assign(name, Known{std::move(gap), fields[3] == "1"});
}

std::vector<RecordChange> ThinnedGaps::add(const std::string& storeId,
                                           std::span<const SeqRange> ranges,
                                           const SeqSet& settled,
                                           Time at)
{
    std::set<Name> grown;
    for (SeqRange rest : ranges) {
        while (rest.first <= rest.last) {
            const auto below = nearest({storeId, rest.first});
            if (below != gaps_.end() && rest.first <= below->second.gap.lastSeq) {
                rest.first = below->second.gap.lastSeq + 1; // counted before a rewind
                continue;
            }
            const auto above = gaps_.upper_bound({storeId, rest.first});
            SeqRange fresh = rest;
            if (above != gaps_.end() && above->first.first == storeId)
                fresh.last = std::min(fresh.last, above->first.second - 1);
            const bool isOneMore =
                below == gaps_.end() || !continues(below->second.gap, fresh.first, settled, at);
            grown.insert(grow(isOneMore ? begin({storeId, fresh.first}, at) : below, fresh));
            rest.first = fresh.last + 1;
        }
    }
    std::vector<RecordChange> changes;
    for (const Name& name : grown) changes.push_back(recordOf(gaps_.at(name)));
    forgetSurplus(changes);
    return changes;
}

/// The gap of that store_id that begins at the seq or before it.
ThinnedGaps::Gaps::iterator ThinnedGaps::nearest(const Name& name)
{
    const auto above = gaps_.upper_bound(name);
    if (above == gaps_.begin()) return gaps_.end();
    const auto below = std::prev(above);
    return below->first.first == name.first ? below : gaps_.end();
}

ThinnedGaps::Gaps::iterator ThinnedGaps::begin(const Name& name, Time at)
{
    Known empty;
    empty.gap = {.cause = ReadingGap::Cause::Thinned,
                 .storeId = name.first,
                 .firstSeq = name.second,
                 .why = kWhy,
                 .at = at};
    return gaps_.emplace(name, std::move(empty)).first;
}

ThinnedGaps::Name ThinnedGaps::grow(Gaps::iterator which, SeqRange range)
{
    Known& known = which->second;
    known.gap.lastSeq = range.last;
    known.gap.readings += range.count();
    known.isTold = false;
    return which->first;
}

void ThinnedGaps::forgetSurplus(std::vector<RecordChange>& changes)
{
    auto lowest = gaps_.begin();
    while (gaps_.size() > kThinnedGapsMax && lowest != gaps_.end()) {
        if (!lowest->second.isTold) {
            ++lowest;
            continue;
        }
        changes.push_back({kThinnedKind, keyOf(lowest->second.gap), std::nullopt});
        lowest = gaps_.erase(lowest);
    }
}

std::vector<RecordChange> ThinnedGaps::tellAgain(const Run& run)
{
    std::vector<RecordChange> changes;
    for (auto& [name, known] : gaps_) {
        const ReadingGap& gap = known.gap;
        if (gap.storeId != run.storeId || gap.firstSeq > run.seqs.last ||
            gap.lastSeq < run.seqs.first || !known.isTold)
            continue;
        known.isTold = false;
        changes.push_back(recordOf(known));
    }
    return changes;
}

std::vector<ReadingGap> ThinnedGaps::first(std::size_t limit) const
{
    std::vector<ReadingGap> some;
    for (auto at = gaps_.begin(); at != gaps_.end() && some.size() < limit; ++at)
        if (!at->second.isTold) some.push_back(at->second.gap);
    return some;
}

std::vector<RecordChange> ThinnedGaps::told(const ReadingGap& gap)
{
    const auto found = gaps_.find({gap.storeId, gap.firstSeq});
    if (found == gaps_.end() || found->second.gap.readings != gap.readings) return {};
    found->second.isTold = true;
    return {recordOf(found->second)};
}

RecordChange ThinnedGaps::recordOf(const Known& known) const
{
    const ReadingGap& gap = known.gap;
    return {kThinnedKind,
            keyOf(gap),
            joinFields({std::to_string(gap.lastSeq),
                        std::to_string(gap.readings),
                        timeField(gap.at),
                        known.isTold ? "1" : "0"})};
}

std::string ThinnedGaps::keyOf(const ReadingGap& gap) const
{
    return output_ + "/" + gap.storeId + "/" + seqKey(gap.firstSeq);
}

} // namespace historian::forward
