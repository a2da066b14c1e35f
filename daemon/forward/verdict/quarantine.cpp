#include "forward/verdict/quarantine.h"

#include "forward/verdict/record_text.h"

namespace historian::forward {
namespace {

constexpr std::size_t kFields = 5; // sent again, device, time, at, why

} // namespace

void Quarantine::load(const Record& record)
{
    const auto key = splitKey(record.key);
    const auto fields = splitFields(record.body);
    if (key.size() != 3 || key[0] != output_ || fields.size() != kFields) return;
    Entry entry{
        {key[1], numberOf(key[2]), fields[1], timeOf(fields[2]), fields[4], timeOf(fields[3]), {}},
        fields[0] == "1"};
    put({key[1], numberOf(key[2])}, std::move(entry));
}

void Quarantine::put(Name name, Entry entry)
{
    const auto known = entries_.find(name);
    if (known != entries_.end() && !known->second.isSentAgain) --size_;
    if (!entry.isSentAgain) ++size_;
    entries_.insert_or_assign(std::move(name), std::move(entry));
}

RecordChange Quarantine::recordOf(const Name& name) const
{
    const Entry& entry = entries_.at(name);
    return {kQuarantineKind,
            output_ + "/" + name.first + "/" + seqKey(name.second),
            joinFields({entry.isSentAgain ? "1" : "0",
                        entry.reading.device,
                        timeField(entry.reading.time),
                        timeField(entry.reading.at),
                        std::string(cutWords(entry.reading.why))})};
}

RecordChange Quarantine::add(const base::QuarantinedReading& reading)
{
    const Name name{reading.storeId, reading.seq};
    put(name, {reading, false});
    return recordOf(name);
}

std::vector<Quarantine::Name> Quarantine::find(const base::QuarantineChoice& which) const
{
    std::vector<Name> found;
    for (const auto& [name, entry] : entries_)
        if (!entry.isSentAgain && (which.storeId.empty() || which.storeId == name.first) &&
            (!which.seq || *which.seq == name.second))
            found.push_back(name);
    return found;
}

RecordChange Quarantine::sendAgain(const Name& name)
{
    Entry entry = entries_.at(name);
    entry.isSentAgain = true;
    put(name, std::move(entry));
    return recordOf(name);
}

template <typename Is>
std::vector<Quarantine::Name> Quarantine::between(const Name& first, const Name& last, Is is) const
{
    std::vector<Name> found;
    for (auto at = entries_.lower_bound(first); at != entries_.end() && at->first <= last; ++at)
        if (is(at->second)) found.push_back(at->first);
    return found;
}

std::vector<Quarantine::Name> Quarantine::shown(const Name& first, const Name& last) const
{
    return between(first, last, [](const Entry& entry) { return !entry.isSentAgain; });
}

std::vector<Quarantine::Name> Quarantine::sentAgain(const Name& first, const Name& last) const
{
    return between(first, last, [](const Entry& entry) { return entry.isSentAgain; });
}

RecordChange Quarantine::remove(const Name& name)
{
    RecordChange change = recordOf(name);
    change.body.reset();
    if (!entries_.at(name).isSentAgain) --size_;
    entries_.erase(name);
    return change;
}

std::vector<base::QuarantinedReading> Quarantine::list(const base::QuarantineChoice& after,
                                                       std::size_t limit) const
{
    std::vector<base::QuarantinedReading> page;
    for (auto at = after.storeId.empty() && !after.seq
                       ? entries_.begin()
                       : entries_.upper_bound({after.storeId, after.seq.value_or(0)});
         at != entries_.end() && page.size() < limit;
         ++at)
        if (!at->second.isSentAgain) page.push_back(at->second.reading);
    return page;
}

} // namespace historian::forward
