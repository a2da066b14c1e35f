#include "pipeline/room.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace historian::pipeline {

namespace {

constexpr std::size_t kPurgedAtOnce = 4'096; // readings that a retention lets go of, at least

} // namespace

bool Room::makeFor(std::size_t readings)
{
    bool isAnyGone = false;
    for (std::size_t piece = 0; piece <= readings / kPurgedAtOnce && letGo(true); ++piece)
        isAnyGone = true;
    return isAnyGone;
}

// What the plan was made from is among the records that wait or durable already, so that nothing
// goes before it is on the disk why it may.
bool Room::letGo(bool isFull)
{
    if (retention_ == nullptr) return false;
    std::vector<RecordChange> records;
    bool isDurable = false;
    try {
        StoreStatus status = store_.status();
        if (isFull) status.bytes = std::max(status.bytes, status.quotaBytes + status.logBytes);
        const auto purge = retention_->next(status);
        if (!purge) return false;
        records = records_.take();
        const auto result =
            store_.reclaim(purge->storeId, purge->upToSeq, [&](std::uint64_t lastSeq) {
                std::vector<RecordChange> all = records;
                std::ranges::move(purge->ledger(lastSeq), std::back_inserter(all));
                return all;
            });
        const auto* last = std::get_if<std::uint64_t>(&result);
        isDurable = last != nullptr && *last != 0;
    } catch (const std::exception&) {
        // The next commit goes the same way and is answered with what is wrong.
    }
    if (isDurable)
        records_.kept();
    else
        records_.giveBack(std::move(records));
    retention_->purged(isDurable);
    return isDurable;
}

} // namespace historian::pipeline
