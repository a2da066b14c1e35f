#include "forward/verdict/gap_outbox.h"

#include "forward/verdict/record_text.h"

#include <algorithm>

namespace historian::forward {
namespace {

using Cause = ReadingGap::Cause;

constexpr std::size_t kFields = 6; // last, cause, at, closed, why, readings

Cause causeNamed(std::string_view name)
{
    for (const Cause cause : {Cause::Quarantined, Cause::Discarded, Cause::Purged})
        if (nameOf(cause) == name) return cause;
    return Cause::Thinned;
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
                   fields[3] == "1",
                   numberOf(fields[5])};
    gaps_.insert_or_assign({gap.storeId, gap.firstSeq}, std::move(gap));
}

std::string GapOutbox::keyOf(const ReadingGap& gap) const
{
    return output_ + "/" + gap.storeId + "/" + seqKey(gap.firstSeq);
}

// Where there are too many gaps, what lies between two of one cause was delivered, which the number
// of readings says.
void GapOutbox::joinNeighbour(ReadingGap& gap) const
{
    const auto above = gaps_.upper_bound({gap.storeId, gap.firstSeq});
    if (above == gaps_.begin()) return;
    const ReadingGap& before = std::prev(above)->second;
    const bool isAlike = before.storeId == gap.storeId && before.cause == gap.cause &&
                         before.isClosed == gap.isClosed && before.lastSeq < gap.firstSeq;
    if (!isAlike || gaps_.size() < kGapsMax) return;
    gap.firstSeq = before.firstSeq;
    gap.readings += before.readings;
    gap.lastSeq = std::max(gap.lastSeq, before.lastSeq);
}

RecordChange GapOutbox::add(ReadingGap gap)
{
    joinNeighbour(gap);
    RecordChange change{kGapKind,
                        keyOf(gap),
                        joinFields({std::to_string(gap.lastSeq),
                                    std::string(nameOf(gap.cause)),
                                    timeField(gap.at),
                                    gap.isClosed ? "1" : "0",
                                    gap.why,
                                    std::to_string(gap.readings)})};
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
    return {{kGapKind, keyOf(gap), std::nullopt}};
}

} // namespace historian::forward
