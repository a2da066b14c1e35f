#include "forward/verdict/gap_outbox.h"

#include "forward/verdict/record_text.h"

#include <algorithm>

namespace historian::forward {
namespace {

using Cause = ReadingGap::Cause;

constexpr std::size_t kFields = 5;               // last, cause, at, closed, why
constexpr std::uint64_t kKeptBetweenMax = 1'000; // readings of a batch between two thinned ones
constexpr std::size_t kToldKept = 16;

Cause causeNamed(std::string_view name)
{
    for (const Cause cause : {Cause::Quarantined, Cause::Discarded, Cause::Purged})
        if (nameOf(cause) == name) return cause;
    return Cause::Thinned;
}

/// Whether thinning went on from the one to the other, on one day.
bool continues(const ReadingGap& before, const ReadingGap& gap)
{
    using std::chrono::days;
    using std::chrono::floor;
    return gap.cause == Cause::Thinned && before.cause == Cause::Thinned &&
           before.storeId == gap.storeId && gap.firstSeq <= before.lastSeq + kKeptBetweenMax &&
           floor<days>(before.at) == floor<days>(gap.at) && before.why == gap.why;
}

} // namespace

void GapOutbox::load(const Record& record)
{
    const auto key = splitKey(record.key);
    const auto fields = splitFields(record.body);
    if (key.size() != 3 || key[0] != output_ || fields.size() != kFields) return;
    ReadingGap gap{causeNamed(fields[1]),
                   key[1],
                   numberOf(key[2]),
                   numberOf(fields[0]),
                   fields[4],
                   timeOf(fields[2]),
                   fields[3] == "1"};
    gaps_.insert_or_assign({gap.storeId, gap.firstSeq}, std::move(gap));
}

std::string GapOutbox::keyOf(const ReadingGap& gap) const
{
    return output_ + "/" + gap.storeId + "/" + seqKey(gap.firstSeq);
}

// Where there are too many gaps, what lies between two of one cause was delivered, which a
// destination sees.
void GapOutbox::joinNeighbour(ReadingGap& gap) const
{
    const auto above = gaps_.upper_bound({gap.storeId, gap.firstSeq});
    if (above == gaps_.begin()) return;
    const ReadingGap& before = std::prev(above)->second;
    const bool isAlike = before.storeId == gap.storeId && before.cause == gap.cause &&
                         before.isClosed == gap.isClosed;
    if (!isAlike || (!continues(before, gap) && gaps_.size() < kGapsMax)) return;
    gap.firstSeq = before.firstSeq;
    gap.lastSeq = std::max(gap.lastSeq, before.lastSeq);
}

// Thinning makes a gap per batch: those that follow each other are one, also where the destination
// knows the first of them, which is then told again, longer.
void GapOutbox::joinTold(ReadingGap& gap)
{
    const auto above = told_.upper_bound({gap.storeId, gap.firstSeq});
    if (above == told_.begin() || !continues(std::prev(above)->second, gap)) return;
    const auto before = std::prev(above);
    gap.firstSeq = before->second.firstSeq;
    gap.lastSeq = std::max(gap.lastSeq, before->second.lastSeq);
    told_.erase(before);
}

RecordChange GapOutbox::add(ReadingGap gap)
{
    joinNeighbour(gap);
    joinTold(gap);
    RecordChange change{kGapKind,
                        keyOf(gap),
                        joinFields({std::to_string(gap.lastSeq),
                                    std::string(nameOf(gap.cause)),
                                    timeField(gap.at),
                                    gap.isClosed ? "1" : "0",
                                    gap.why})};
    gaps_.insert_or_assign({gap.storeId, gap.firstSeq}, std::move(gap));
    return change;
}

std::vector<ReadingGap> GapOutbox::first(std::size_t limit) const
{
    std::vector<ReadingGap> some;
    for (auto at = gaps_.begin(); at != gaps_.end() && some.size() < limit; ++at)
        some.push_back(at->second);
    return some;
}

std::vector<RecordChange> GapOutbox::told(const ReadingGap& gap)
{
    const auto known = gaps_.find({gap.storeId, gap.firstSeq});
    if (known == gaps_.end() || known->second.lastSeq != gap.lastSeq ||
        known->second.cause != gap.cause || known->second.isClosed != gap.isClosed)
        return {};
    gaps_.erase(known);
    if (gap.cause == Cause::Thinned) told_.insert_or_assign({gap.storeId, gap.firstSeq}, gap);
    if (told_.size() > kToldKept) told_.erase(told_.begin());
    return {{kGapKind, keyOf(gap), std::nullopt}};
}

} // namespace historian::forward
