#pragma once

#include "forward/position/offering.h"
#include "forward/settings.h"
#include "forward/tempo/batch_size.h"
#include "forward/tempo/tempo.h"
#include "forward/verdict/bisection.h"

#include <cstddef>
#include <variant>

namespace historian::forward {

inline constexpr std::size_t kProbeReadings = 50;     ///< of a look at a destination in trouble
inline constexpr std::chrono::seconds kLiveAfter{60}; ///< a backlog older than this has two lanes

/// Which readings to offer.
struct Choice {
    Lane lane = Lane::Backfill;
    Run run;
    std::size_t readingsMax = 0; ///< of the run
    bool isBacklogOld = false;
    bool isBisection = false;
};

/// The destination has everything.
struct NothingLeft {};

/// What to offer now, or how long to wait before asking again.
using Next = std::variant<Choice, NothingLeft, std::chrono::milliseconds>;

/// What an agenda is made from; all of it outlives it.
struct AgendaParts {
    const ForwarderSettings& settings;
    const Clock& clock;
    const Offering& offering;
    const BatchSize& batch;
    Tempo& tempo;
    Bisection& bisection;
};

/// Chooses what is offered next: the newest readings, the oldest, or a part of a refused batch.
/// Threads: the output's.
class Agenda {
public:
    explicit Agenda(AgendaParts parts) : parts_(parts) {}

    Next next(const View& view, const Settled& settled);

    /// How many readings a batch has at most.
    std::size_t batchMax() const;

private:
    Next nextLive(const View& view, const Settled& settled, const Run& oldest, bool isBacklogOld);
    bool isOld(const View& view, const Run& oldest) const;

    bool isTroubled() const { return parts_.tempo.isFailing() || parts_.tempo.isHeld(); }

    AgendaParts parts_;
};

} // namespace historian::forward
