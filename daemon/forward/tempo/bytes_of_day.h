#pragma once

#include <historian/clock.h>
#include <historian/store.h>

#include <cstdint>
#include <optional>
#include <string>

namespace historian::forward {

inline constexpr auto kSentKind = "sent";

/// How many bytes an output has sent in this UTC day, kept as a record, so that a restart does not
/// begin to count anew. Threads: none.
class BytesOfDay {
public:
    /// Throws Unavailable if the snapshot cannot be read.
    BytesOfDay(std::string output, Snapshot& snapshot);

    /// `bytesSent` is what was ever sent in this process. The record, if it changes.
    std::optional<RecordChange> count(Time now, std::uint64_t bytesSent);

    std::uint64_t today() const { return bytes_; }

    /// Since the process began.
    std::uint64_t sent() const { return bytesSeen_; }

private:
    const std::string output_;
    std::uint64_t day_ = 0; ///< since 1970, UTC
    std::uint64_t bytes_ = 0;
    std::uint64_t bytesSeen_ = 0;
};

} // namespace historian::forward
