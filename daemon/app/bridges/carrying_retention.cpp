#include "app/bridges/carrying_retention.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace historian::app {

// A store that cannot be read keeps what it has: the plan is made again a little later.
std::optional<base::Purge> CarryingRetention::next(const StoreStatus& status)
{
    auto purge = inner_.next(status);
    if (!purge) return std::nullopt;
    auto carried = carry_.before(purge->storeId, purge->upToSeq);
    if (!carried) {
        inner_.purged(false);
        return std::nullopt;
    }
    purge->ledger = [inner = std::move(purge->ledger),
                     bases = *std::move(carried)](std::uint64_t lastSeq) {
        std::vector<RecordChange> all = inner(lastSeq);
        std::ranges::copy(bases, std::back_inserter(all));
        return all;
    };
    return purge;
}

} // namespace historian::app
