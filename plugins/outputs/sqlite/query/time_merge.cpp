#include "query/time_merge.h"

#include <algorithm>
#include <tuple>

namespace historian::sqlite {

bool TimeMerge::add(std::string_view body, Place place, Time minTime, const RowFilter& filter)
{
    Run& run = runFor(place, minTime);
    const std::size_t before = run.batch.size();
    if (!decoder_.decode(body, place.seq, filter, run.batch)) return false;
    for (std::size_t index = before; index < run.batch.size(); ++index)
        run.order.push_back(static_cast<std::uint32_t>(index));
    const auto isEarlier = [&](std::uint32_t a, std::uint32_t b) {
        return std::tuple(run.batch[a].time, a) < std::tuple(run.batch[b].time, b);
    };
    const auto added = run.order.begin() + static_cast<std::ptrdiff_t>(before);
    if (!std::is_sorted(added, run.order.end(), isEarlier))
        std::sort(added, run.order.end(), isEarlier);
    first_ = nullptr;
    return true;
}

TimeMerge::Run& TimeMerge::runFor(Place place, Time minTime)
{
    for (const auto& run : runs_) {
        if (run->isEmpty()) {
            run->batch.clear();
            run->order.clear();
            run->next = 0;
            run->store = place.store;
            return *run;
        }
        // A row that begins after a run continues it: the usual case, without a run of its own.
        if (run->store == place.store && run->tail().time < minTime &&
            run->batch.size() < kRowReadingsMax)
            return *run;
    }
    runs_.push_back(std::make_unique<Run>());
    runs_.back()->store = place.store;
    return *runs_.back();
}

bool TimeMerge::isBefore(const Run& a, const Run& b)
{
    return std::tuple(a.head().time, a.store, a.head().seq) <
           std::tuple(b.head().time, b.store, b.head().seq);
}

std::optional<TimeMerge::Next> TimeMerge::peek(std::optional<Time> bound)
{
    if (first_ == nullptr)
        for (const auto& run : runs_)
            if (!run->isEmpty() && (first_ == nullptr || isBefore(*run, *first_)))
                first_ = run.get();
    if (first_ == nullptr || (bound && first_->head().time >= *bound)) return std::nullopt;
    return Next{first_->batch, first_->head(), first_->store};
}

void TimeMerge::pop()
{
    ++first_->next;
    first_ = nullptr;
}

} // namespace historian::sqlite
