#include "forward/position/given_up.h"

#include "forward/verdict/record_text.h"

namespace historian::forward {

using std::chrono::days;

void GivenUp::load(const Record& record)
{
    const auto key = splitKey(record.key);
    if (key.size() != 3 || key[0] != output_) return;
    days_[{key[1], numberOf(key[2])}] = SeqSet::of(record.body);
}

RecordChange GivenUp::recordOf(const Place& place, const SeqSet& seqs) const
{
    RecordChange change{
        kGivenUpKind, output_ + "/" + place.first + "/" + std::to_string(place.second), {}};
    if (seqs.ranges() != 0) change.body = seqs.text();
    return change;
}

RecordChange GivenUp::add(const std::string& storeId, std::uint64_t seq, Time time)
{
    const auto day = std::chrono::floor<days>(time).time_since_epoch().count();
    const Place place{storeId, static_cast<std::uint64_t>(day)};
    SeqSet& seqs = days_[place];
    seqs.add({seq, seq});
    return recordOf(place, seqs);
}

std::vector<RecordChange> GivenUp::remove(const Run& run)
{
    std::vector<RecordChange> changes;
    for (auto at = days_.begin(); at != days_.end();) {
        auto& [place, seqs] = *at;
        const bool isMeant = place.first == run.storeId && seqs.countIn(run.seqs) != 0;
        if (isMeant) {
            seqs.remove(run.seqs);
            changes.push_back(recordOf(place, seqs));
        }
        at = seqs.ranges() == 0 ? days_.erase(at) : std::next(at);
    }
    return changes;
}

std::map<Time, std::uint64_t> GivenUp::byDay(std::span<const StoreSpan> spans) const
{
    std::map<Time, std::uint64_t> counts;
    for (const auto& [place, seqs] : days_)
        for (const StoreSpan& span : spans)
            if (span.storeId == place.first)
                counts[Time(days(place.second))] += seqs.countIn({span.firstSeq, span.lastSeq});
    return counts;
}

} // namespace historian::forward
