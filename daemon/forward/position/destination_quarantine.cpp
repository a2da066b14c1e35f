#include "forward/position/destination_book.h"
#include "forward/verdict/record_text.h"

// What a destination refused for good, and what people do about it.

namespace historian::forward {

using Cause = ReadingGap::Cause;

bool DestinationBook::setAside(std::span<const base::QuarantinedReading> refused)
{
    const std::lock_guard lock(mutex_);
    if (quarantine_.size() + refused.size() > kQuarantineMax) return false;
    Changes changes;
    for (const base::QuarantinedReading& reading : refused) {
        changes.push_back(quarantine_.add(reading));
        settled_[reading.storeId].add({reading.seq, reading.seq});
        addGap(Cause::Quarantined,
               {reading.storeId, {reading.seq, reading.seq}},
               reading.why,
               changes);
    }
    if (!refused.empty()) changePosition(refused.front().storeId, changes);
    desk_.change(std::move(changes));
    return true;
}

void DestinationBook::closeSentAgain(const std::string& storeId, SeqRange range, Changes& changes)
{
    for (const auto& name : quarantine_.sentAgain({storeId, range.first}, {storeId, range.last})) {
        changes.push_back(quarantine_.remove(name));
        changes.push_back(gaps_.add({Cause::Quarantined,
                                     storeId,
                                     name.second,
                                     name.second,
                                     "delivered after all",
                                     clock_.now(),
                                     true,
                                     1}));
    }
}

// A reading of the quarantine that nobody will ever send.
void DestinationBook::lose(const Quarantine::Name& name, std::string_view why, Changes& changes)
{
    const LedgerEntry entry{LedgerEntry::Cause::Discarded,
                            name.first,
                            {name.second, name.second},
                            0,
                            {{output_, 1}},
                            clock_.now(),
                            std::string(cutWords(why))};
    changes.push_back(ledger_.recordOf(entry));
    ledger_.keep(entry);
    changes.push_back(quarantine_.remove(name));
}

std::vector<base::QuarantinedReading>
DestinationBook::quarantine(const base::QuarantineChoice& after, std::size_t limit) const
{
    const std::lock_guard lock(mutex_);
    return quarantine_.list(after, limit);
}

std::size_t DestinationBook::quarantined() const
{
    const std::lock_guard lock(mutex_);
    return quarantine_.size();
}

std::uint64_t DestinationBook::retry(const base::QuarantineChoice& which)
{
    const std::lock_guard lock(mutex_);
    Changes changes;
    const auto names = quarantine_.find(which);
    for (const auto& name : names) {
        changes.push_back(quarantine_.sendAgain(name));
        settled_[name.first].remove({name.second, name.second});
    }
    for (const auto& [storeId, done] : settled_) changePosition(storeId, changes);
    if (!names.empty()) desk_.change(std::move(changes));
    return names.size();
}

std::uint64_t DestinationBook::discard(const base::QuarantineChoice& which, std::string_view reason)
{
    const std::lock_guard lock(mutex_);
    Changes changes;
    const auto names = quarantine_.find(which);
    for (const auto& name : names) {
        changes.push_back(givenUp_.add(name.first, name.second, quarantine_.measuredAt(name)));
        lose(name, reason, changes);
        addGap(Cause::Discarded,
               {name.first, {name.second, name.second}},
               std::string(cutWords(reason)),
               changes);
    }
    if (!names.empty()) desk_.change(std::move(changes));
    return names.size();
}

std::map<Time, std::uint64_t> DestinationBook::givenUp(std::span<const StoreSpan> spans) const
{
    const std::lock_guard lock(mutex_);
    return givenUp_.byDay(spans);
}

} // namespace historian::forward
