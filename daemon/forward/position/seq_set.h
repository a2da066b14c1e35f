#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::forward {

/// Consecutive seqs, both ends included.
struct SeqRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    std::uint64_t count() const { return last - first + 1; }

    friend bool operator==(SeqRange, SeqRange) = default;
};

/// Adds a seq to ranges that all lie below it.
void append(std::vector<SeqRange>& ranges, std::uint64_t seq);

/// A set of seqs, kept as the ranges it consists of: normally one.
/// Threads: none.
class SeqSet {
public:
    void add(SeqRange range);
    void remove(SeqRange range);

    bool contains(std::uint64_t seq) const;

    /// How many of a range are in the set.
    std::uint64_t countIn(SeqRange range) const;

    /// The lowest run of seqs of a range that are in the set.
    std::optional<SeqRange> firstIn(SeqRange range) const;

    /// The lowest run of seqs of a range that are not in the set.
    std::optional<SeqRange> firstMissing(SeqRange range) const;

    /// The run of seqs that are not in the set and ends where the range does.
    std::optional<SeqRange> missingTail(SeqRange range) const;

    std::size_t ranges() const { return ranges_.size(); }

    /// "1-500,600,700-912"; empty for none.
    std::string text() const;

    /// The set of such a text; what cannot be understood is left out.
    static SeqSet of(std::string_view text);

    friend bool operator==(const SeqSet&, const SeqSet&) = default;

private:
    using Ranges = std::map<std::uint64_t, std::uint64_t>; ///< first -> last, never touching

    /// The range that holds a seq or is the first above it.
    Ranges::const_iterator at(std::uint64_t seq) const;

    Ranges ranges_;
};

} // namespace historian::forward
