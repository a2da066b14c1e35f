#pragma once

#include "base/bell.h"

#include <historian/host.h>
#include <historian/output.h>

#include <chrono>
#include <cstdint>
#include <string_view>

namespace historian::base {

/// What a step of a feed works with.
struct FeedTurn {
    Output& output; ///< started
    Host& host;
    std::uint64_t bytesSent = 0; ///< the output's own counter `sent_bytes`
};

/// What the thread of an output does between start and stop: it calls step() again and again.
/// Threads: step() and failed() on the output's thread; ring the bell from any.
class Feed {
public:
    virtual ~Feed() = default;

    /// At most one call of the output, which may throw. Says how long there is nothing to do
    /// unless the bell rings; 0: go on at once.
    virtual std::chrono::milliseconds step(const FeedTurn& turn) = 0;

    /// step() threw what the output threw. Says how long to leave it alone.
    virtual std::chrono::milliseconds failed(std::string_view why, Host& host) = 0;

    /// Ends the wait between two steps.
    virtual Bell& bell() = 0;
};

} // namespace historian::base
