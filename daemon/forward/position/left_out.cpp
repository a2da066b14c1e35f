#include "forward/position/left_out.h"

#include "forward/verdict/record_text.h"

namespace historian::forward {

void LeftOut::load(const Record& record)
{
    const auto key = splitKey(record.key);
    if (key.size() == 2 && key[0] == output_) seqs_[key[1]] = SeqSet::of(record.body);
}

RecordChange LeftOut::add(const Run& run)
{
    seqs_[run.storeId].add(run.seqs);
    return recordOf(run.storeId);
}

std::optional<RecordChange> LeftOut::remove(const Run& run)
{
    const auto known = seqs_.find(run.storeId);
    if (known == seqs_.end() || known->second.countIn(run.seqs) == 0) return std::nullopt;
    known->second.remove(run.seqs);
    return recordOf(run.storeId);
}

RecordChange LeftOut::recordOf(const std::string& storeId) const
{
    RecordChange change{kLeftOutKind, output_ + "/" + storeId, {}};
    const SeqSet& seqs = seqs_.find(storeId)->second;
    if (seqs.ranges() != 0) change.body = seqs.text();
    return change;
}

} // namespace historian::forward
