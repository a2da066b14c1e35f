#pragma once

#include "base/counter_books.h"
#include "base/feed.h"
#include "forward/position/destination_book.h"
#include "forward/position/source.h"

#include <set>
#include <string>

namespace historian::forward {

inline constexpr std::size_t kGapsAtOnce = 100;
inline constexpr std::chrono::seconds kGapsEvery{5};
inline constexpr std::chrono::seconds kCompanionRetry{60}; ///< after it was not taken
inline constexpr std::chrono::seconds kStatusEvery{60};

/// What companions tell of; all of it outlives them.
struct CompanionParts {
    Store& store;
    const Clock& clock;
    const Source& source;
    DestinationBook& book;
    const Ledger& ledger;
    base::CounterBooks* counters = nullptr; ///< nothing: no corrected counters
    std::string version;                    ///< of the daemon
};

/// Calls the small interfaces that an output has beside deliver(): corrected counters, gaps, the
/// gateway's status. What was not taken is offered again a minute later.
/// Threads: the output's.
class Companions {
public:
    explicit Companions(CompanionParts parts) : parts_(std::move(parts)) {}

    /// Makes the call that is due, if one is: at most one, which may throw. False: none was.
    bool step(Output& output);

    /// The newest readings were delivered.
    void delivered(const Batch& readings);

private:
    bool correct(Output& output);
    bool tellGaps(Output& output, SteadyTime now);
    bool tellStatus(Output& output, SteadyTime now);
    GatewayStatus statusOf(const View& view) const;

    CompanionParts parts_;
    std::set<Symbol> devices_; ///< delivered since the last correct()
    SteadyTime gapsAt_{};
    SteadyTime statusAt_{};
};

/// Whether it need not be offered again.
bool isTaken(const Delivery& answer);

/// The time of the oldest reading that waits.
std::optional<Time> oldestWaiting(const View& view, const Settled& settled);

} // namespace historian::forward
