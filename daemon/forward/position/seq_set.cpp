#include "forward/position/seq_set.h"

#include <algorithm>
#include <charconv>

namespace historian::forward {

void append(std::vector<SeqRange>& ranges, std::uint64_t seq)
{
    if (!ranges.empty() && ranges.back().last + 1 == seq)
        ranges.back().last = seq;
    else
        ranges.push_back({seq, seq});
}

SeqSet::Ranges::const_iterator SeqSet::at(std::uint64_t seq) const
{
    const auto above = ranges_.upper_bound(seq);
    if (above == ranges_.begin()) return above;
    const auto below = std::prev(above);
    return below->second >= seq ? below : above;
}

void SeqSet::add(SeqRange range)
{
    // What touches it becomes part of it.
    auto found = at(range.first == 0 ? 0 : range.first - 1);
    while (found != ranges_.end() && found->first <= range.last + 1) {
        range.first = std::min(range.first, found->first);
        range.last = std::max(range.last, found->second);
        found = ranges_.erase(found);
    }
    ranges_.emplace(range.first, range.last);
}

void SeqSet::remove(SeqRange range)
{
    auto found = at(range.first);
    while (found != ranges_.end() && found->first <= range.last) {
        const SeqRange whole{found->first, found->second};
        found = ranges_.erase(found);
        if (whole.first < range.first) ranges_.emplace(whole.first, range.first - 1);
        if (whole.last > range.last) ranges_.emplace(range.last + 1, whole.last);
    }
}

bool SeqSet::contains(std::uint64_t seq) const
{
    const auto found = at(seq);
    return found != ranges_.end() && found->first <= seq;
}

std::uint64_t SeqSet::countIn(SeqRange range) const
{
    std::uint64_t count = 0;
    for (auto found = at(range.first); found != ranges_.end() && found->first <= range.last;
         ++found)
        count += std::min(found->second, range.last) - std::max(found->first, range.first) + 1;
    return count;
}

std::optional<SeqRange> SeqSet::firstIn(SeqRange range) const
{
    const auto found = at(range.first);
    if (range.first > range.last || found == ranges_.end() || found->first > range.last)
        return std::nullopt;
    return SeqRange{std::max(found->first, range.first), std::min(found->second, range.last)};
}

std::optional<SeqRange> SeqSet::firstMissing(SeqRange range) const
{
    auto found = at(range.first);
    if (found != ranges_.end() && found->first <= range.first) {
        range.first = found->second + 1;
        ++found;
    }
    if (range.first > range.last) return std::nullopt;
    if (found != ranges_.end()) range.last = std::min(range.last, found->first - 1);
    return range;
}

std::optional<SeqRange> SeqSet::missingTail(SeqRange range) const
{
    const auto above = ranges_.upper_bound(range.last);
    if (above == ranges_.begin()) return range;
    const auto below = std::prev(above);
    if (below->second >= range.last) return std::nullopt;
    return SeqRange{std::max(range.first, below->second + 1), range.last};
}

std::string SeqSet::text() const
{
    std::string text;
    for (const auto& [first, last] : ranges_) {
        if (!text.empty()) text += ',';
        text += std::to_string(first);
        if (last != first) text += '-' + std::to_string(last);
    }
    return text;
}

SeqSet SeqSet::of(std::string_view text)
{
    SeqSet set;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        SeqRange range;
        const auto first = std::from_chars(at, end, range.first);
        if (first.ec != std::errc()) break;
        at = first.ptr;
        range.last = range.first;
        if (at < end && *at == '-') at = std::from_chars(at + 1, end, range.last).ptr;
        if (range.last >= range.first) set.add(range);
        if (at < end && *at++ != ',') break;
    }
    return set;
}

} // namespace historian::forward
