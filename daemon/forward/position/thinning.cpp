#include "forward/position/thinning.h"

#include <algorithm>
#include <array>
#include <set>

namespace historian::forward {
namespace {

constexpr std::int64_t kHoleMax = 16; ///< windows that are read along rather than asked for apart

} // namespace

Thinning::WindowOf Thinning::windowOf(const Reading& reading) const
{
    return {reading.device,
            reading.time.time_since_epoch() / window_,
            reading.flags.has(Flag::Unsynced)};
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
        const WindowOf first = *at;
        std::int64_t last = first.number;
        for (++at;
             at != wanted.end() && at->device == first.device && at->number - last <= kHoleMax;
             ++at)
            last = at->number;
        if (auto error = chooseOf(snapshot, first.device, first.number, last)) return error;
    }
    return std::nullopt;
}

std::optional<Error>
Thinning::chooseOf(Snapshot& snapshot, Symbol device, std::int64_t first, std::int64_t last)
{
    std::int64_t window = first;
    std::array<std::vector<Candidate>, 2> candidates; // unsynced ones are the second
    const auto close = [&] {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (candidates[i].empty()) continue;
            choices_[{device, window, i == 1}] = choiceOf(window, candidates[i]);
            candidates[i].clear();
        }
    };
    const Time from{first * window_};
    const Time to{(last + 1) * window_};
    auto error = snapshot.scan(device, {}, from, to, [&](const Segment& piece) {
        for (const Reading& reading : piece.readings.readings()) {
            const WindowOf of = windowOf(reading);
            if (of.number != window) close();
            window = of.number;
            candidates[of.isUnsynced ? 1 : 0].push_back(
                {piece.storeId, reading.seq, reading.received});
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
    const auto left = closes - clock_.now();
    if (left >= Time::duration(0) && left <= window_ + kStragglerGrace)
        return {{}, 0, closes + Time::duration(1)};
    Choice choice{{}, 0, closes};
    for (const Candidate& one : candidates)
        if (one.received <= closes) choice = {one.storeId, one.seq, closes};
    return choice;
}

} // namespace historian::forward
