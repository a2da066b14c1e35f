#pragma once

#include "base/destinations.h"
#include "base/guarded.h"
#include "forward/settings.h"
#include "forward/verdict/verdict.h"

#include <historian/host.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace historian::forward {

/// What a forwarder shows of itself, and logs where it is news.
/// Threads: any; show() one at a time.
class ShownStatus {
public:
    explicit ShownStatus(const ForwarderSettings& settings);

    /// The figures that stand beside a state.
    struct Figures {
        std::size_t batchReadings = 0;
        double readingsPerSecond = 0;
        std::uint64_t bytesToday = 0;
        std::uint64_t bytesSent = 0; ///< since the process began
        std::optional<Time> nextTry; ///< of a destination in trouble
    };

    /// Logs the way into trouble and out of it, and another reason to hold.
    void show(Host& host, base::DestinationState state, const std::string& why, Figures figures);

    /// What became of one batch.
    void count(const Verdict& verdict, Time now);

    void thinned(std::uint64_t readings);

    /// A call delivered nothing.
    void retried();

    base::DestinationStatus get() const;

private:
    base::Guarded<base::DestinationStatus> shown_;
};

} // namespace historian::forward
