#pragma once

#include "forward/position/seq_set.h"

#include <historian/store.h>

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace historian::forward {

inline constexpr std::size_t kRangesMax = 1'000; ///< of one position; beyond: no new islands

/// Readings of one store_id.
struct Run {
    std::string storeId;
    SeqRange seqs;
};

/// How far an output has got, by store_id: what is delivered or set aside for good.
using Settled = std::map<std::string, SeqSet, std::less<>>;

/// The oldest readings that wait, at most so many.
std::optional<Run>
oldestRun(std::span<const StoreSpan> spans, const Settled& settled, std::size_t readingsMax);

/// The newest readings of the current store_id, at most so many; nothing if the very newest was
/// delivered. It goes on where the last such run ended if it can; otherwise it leaves older ones to
/// the backfill, as long as the position does not consist of too many ranges.
std::optional<Run>
newestRun(std::span<const StoreSpan> spans, const Settled& settled, std::size_t readingsMax);

/// How many readings wait.
std::uint64_t backlogOf(std::span<const StoreSpan> spans, const Settled& settled);

} // namespace historian::forward
