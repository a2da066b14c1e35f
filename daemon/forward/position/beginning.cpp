#include "forward/position/beginning.h"

#include <algorithm>

namespace historian::forward {

Result<std::vector<Run>> leftBefore(const Start& start,
                                    const Source& source,
                                    const View& view,
                                    std::span<const Symbol> devices)
{
    if (std::holds_alternative<StartOldest>(start)) {
        std::vector<Run> purged;
        for (const StoreSpan& span : view.spans)
            if (span.firstSeq > 1) purged.push_back({span.storeId, {1, span.firstSeq - 1}});
        return purged;
    }
    Result<std::vector<Run>> wanted = std::vector<Run>{};
    if (const Time* from = std::get_if<Time>(&start)) wanted = source.since(view, devices, *from);
    if (!wanted) return wanted;
    std::vector<Run> left;
    for (const StoreSpan& span : view.spans) {
        const auto run = std::ranges::find(*wanted, span.storeId, &Run::storeId);
        const std::uint64_t first = run == wanted->end() ? span.lastSeq + 1 : run->seqs.first;
        if (first > 1) left.push_back({span.storeId, {1, first - 1}});
    }
    return left;
}

} // namespace historian::forward
