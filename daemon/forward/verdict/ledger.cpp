#include "forward/verdict/ledger.h"

#include "forward/verdict/record_text.h"

#include <algorithm>

namespace historian::forward {
namespace {

constexpr std::size_t kFixedFields = 7; // cause, store_id, first, last, readings, at, why

std::string keyOf(const LedgerEntry& entry)
{
    const std::string begin = std::string(nameOf(entry.cause)) + "/" + entry.storeId + "/";
    if (entry.cause != LedgerEntry::Cause::Purged) {
        const std::string output =
            entry.undelivered.empty() ? "" : entry.undelivered.begin()->first;
        return begin + seqKey(entry.seqs.first) + "/" + output;
    }
    return begin + std::to_string(
                       std::chrono::floor<std::chrono::days>(entry.at).time_since_epoch().count());
}

std::string bodyOf(const LedgerEntry& entry)
{
    std::vector<std::string> fields = {std::string(nameOf(entry.cause)),
                                       entry.storeId,
                                       std::to_string(entry.seqs.first),
                                       std::to_string(entry.seqs.last),
                                       std::to_string(entry.readings),
                                       timeField(entry.at),
                                       entry.why};
    for (const auto& [output, count] : entry.undelivered) {
        fields.push_back(output);
        fields.push_back(std::to_string(count));
    }
    return joinFields(fields);
}

LedgerEntry entryOf(const std::vector<std::string>& fields)
{
    LedgerEntry entry;
    for (const auto cause : {LedgerEntry::Cause::Discarded, LedgerEntry::Cause::Damaged})
        if (fields[0] == nameOf(cause)) entry.cause = cause;
    entry.storeId = fields[1];
    entry.seqs = {numberOf(fields[2]), numberOf(fields[3])};
    entry.readings = numberOf(fields[4]);
    entry.at = timeOf(fields[5]);
    entry.why = fields[6];
    for (std::size_t i = kFixedFields; i + 1 < fields.size(); i += 2)
        entry.undelivered[fields[i]] = numberOf(fields[i + 1]);
    return entry;
}

} // namespace

std::string_view nameOf(LedgerEntry::Cause cause)
{
    switch (cause) {
    case LedgerEntry::Cause::Purged: return "purged";
    case LedgerEntry::Cause::Discarded: return "discarded";
    case LedgerEntry::Cause::Damaged: break;
    }
    return "damaged";
}

void Ledger::load(const std::vector<Record>& records)
{
    entries_.with([&](Entries& entries) {
        for (const Record& record : records) {
            const auto fields = splitFields(record.body);
            if (fields.size() >= kFixedFields) entries[record.key] = entryOf(fields);
        }
    });
}

LedgerEntry Ledger::merged(const Entries& entries, const std::string& key, LedgerEntry entry)
{
    const auto known = entries.find(key);
    if (known == entries.end()) return entry;
    const LedgerEntry& before = known->second;
    entry.seqs.first = std::min(entry.seqs.first, before.seqs.first);
    entry.seqs.last = std::max(entry.seqs.last, before.seqs.last);
    entry.readings += before.readings;
    for (const auto& [output, count] : before.undelivered) entry.undelivered[output] += count;
    return entry;
}

RecordChange Ledger::recordOf(const LedgerEntry& entry) const
{
    const std::string key = keyOf(entry);
    return entries_.with([&](const Entries& entries) {
        return RecordChange{kLedgerKind, key, bodyOf(merged(entries, key, entry))};
    });
}

void Ledger::keep(const LedgerEntry& entry)
{
    const std::string key = keyOf(entry);
    entries_.with([&](Entries& entries) { entries[key] = merged(entries, key, entry); });
}

std::vector<LedgerEntry> Ledger::entries() const
{
    return entries_.with([](const Entries& entries) {
        std::vector<LedgerEntry> all;
        for (const auto& [key, entry] : entries) all.push_back(entry);
        return all;
    });
}

std::map<std::string, std::uint64_t> Ledger::purgedFrom(const std::string& output) const
{
    return entries_.with([&](const Entries& entries) {
        std::map<std::string, std::uint64_t> upTo;
        for (const auto& [key, entry] : entries) {
            if (entry.cause != LedgerEntry::Cause::Purged) continue;
            if (!entry.undelivered.contains(output)) continue;
            std::uint64_t& last = upTo[entry.storeId];
            last = std::max(last, entry.seqs.last);
        }
        return upTo;
    });
}

std::uint64_t Ledger::droppedOf(const std::string& output) const
{
    return entries_.with([&](const Entries& entries) {
        std::uint64_t dropped = 0;
        for (const auto& [key, entry] : entries) {
            const auto found = entry.undelivered.find(output);
            if (found != entry.undelivered.end()) dropped += found->second;
        }
        return dropped;
    });
}

} // namespace historian::forward
