#include "forward/position/thinning.h"

#include <algorithm>
#include <set>

namespace historian::forward {
namespace {

constexpr std::int64_t kHoleMax = 16; ///< windows that are read along rather than asked for apart

} // namespace

Thinning::WindowOf Thinning::windowOf(const Reading& reading) const
{
    return {reading.device, reading.time.time_since_epoch() / window_};
}

Result<Thinned> Thinning::sift(Snapshot& snapshot, const Segment& segment)
{
    if (const auto error = choose(snapshot, segment.readings)) return *error;
    Thinned thinned;
    for (std::size_t i = 0; i < segment.readings.size(); ++i) {
        const Reading& reading = segment.readings[i];
        const auto found = choices_.find(windowOf(reading));
        // A reading that a scan does not show is rather sent than lost.
        const Choice choice =
            found == choices_.end() ? Choice{segment.storeId, reading.seq, {}} : found->second;
        if (choice.seq == 0)
            thinned.undecidedBefore =
                std::min(thinned.undecidedBefore.value_or(Time::max()), choice.closes);
        else if (choice.seq == reading.seq && choice.storeId == segment.storeId)
            thinned.kept.push_back(i);
        else
            append(thinned.left, reading.seq);
    }
    return thinned;
}

/// Sees to it that the window of every reading has its choice.
std::optional<Error> Thinning::choose(Snapshot& snapshot, const Batch& readings)
{
    if (choices_.size() > kDecidedKept) choices_.clear();
    std::erase_if(choices_, [](const auto& one) { return one.second.seq == 0; });
    std::set<WindowOf> wanted;
    for (const Reading& reading : readings.readings())
        if (const WindowOf window = windowOf(reading); !choices_.contains(window))
            wanted.insert(window);
    for (auto at = wanted.begin(); at != wanted.end();) {
        const auto [device, first] = *at;
        std::int64_t last = first;
        for (++at; at != wanted.end() && at->first == device && at->second - last <= kHoleMax; ++at)
            last = at->second;
        if (auto error = chooseOf(snapshot, device, first, last)) return error;
    }
    return std::nullopt;
}

std::optional<Error>
Thinning::chooseOf(Snapshot& snapshot, Symbol device, std::int64_t first, std::int64_t last)
{
    std::int64_t window = first;
    std::vector<Candidate> candidates;
    const auto close = [&] {
        if (!candidates.empty()) choices_[{device, window}] = choiceOf(window, candidates);
        candidates.clear();
    };
    const Time from{first * window_};
    const Time to{(last + 1) * window_};
    auto error = snapshot.scan(device, {}, from, to, [&](const Segment& piece) {
        for (const Reading& reading : piece.readings.readings()) {
            const std::int64_t number = windowOf(reading).second;
            if (number != window) close();
            window = number;
            candidates.push_back({piece.storeId, reading.seq, reading.received});
        }
        return true;
    });
    close();
    if (error) choices_.clear(); // the last one may be half of it
    return error;
}

Thinning::Choice Thinning::choiceOf(std::int64_t window,
                                    std::span<const Candidate> candidates) const
{
    const Time end{(window + 1) * window_};
    const Time first = std::ranges::min(candidates, {}, &Candidate::received).received;
    const auto rest = std::clamp<Time::duration>(end - first, Time::duration(0), window_);
    const Time closes = first + rest + kStragglerGrace;
    if (clock_.now() <= closes) return {{}, 0, closes + Time::duration(1)};
    Choice choice{{}, 0, closes};
    for (const Candidate& one : candidates)
        if (one.received <= closes) choice = {one.storeId, one.seq, closes};
    return choice;
}

} // namespace historian::forward
