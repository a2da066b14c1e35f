#pragma once

#include <historian/clock.h>
#include <historian/store.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace historian::forward {

// The bodies of this layer's records: fields with a separator that no text in them contains.

/// Fields joined to a body; the separator is taken out of them.
std::string joinFields(const std::vector<std::string>& fields);

std::vector<std::string> splitFields(std::string_view body);

inline constexpr std::size_t kWhyBytesMax = 500; ///< of a destination's or a person's words

/// As much of somebody's words as is kept, cut at a character.
std::string_view cutWords(std::string_view words);

/// A decimal number; 0 if it is none.
std::uint64_t numberOf(std::string_view text);

/// Microseconds since 1970, and back.
std::string timeField(Time time);
Time timeOf(std::string_view field);

/// The parts of a record's key, "output/store_id/seq".
std::vector<std::string> splitKey(std::string_view key);

/// All records of a kind. Throws Unavailable if the snapshot cannot be read.
std::vector<Record> recordsOf(Snapshot& snapshot, std::string_view kind);

/// A seq as part of a key: padded, so that keys are in the order of seqs.
std::string seqKey(std::uint64_t seq);

} // namespace historian::forward
