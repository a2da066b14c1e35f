#pragma once

#include "message.h"
#include "names/discovery.h"
#include "names/topics.h"
#include "settings.h"

#include <historian/companions.h>
#include <historian/delivery.h>
#include <historian/host.h>

#include <chrono>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace historian::mqtt {

/// A reading further than that from now never becomes the newest of its device: neither a backlog
/// on its way up nor a clock that was ahead hides what is.
inline constexpr std::chrono::minutes kLatestAgeMax{10};

/// What stands on the broker for those who come later: newest readings, corrected totals,
/// discovery. Makes the retained messages; somebody else publishes them. Threads: one thread at a
/// time.
class Standing {
public:
    Standing(const Host& host, const Settings& settings, const Topics& topics);

    /// The broker may know nothing: sensors are announced again.
    void forget();

    /// The newest of the readings that were delivered, and sensors for gauges not announced yet.
    std::vector<Message>
    latest(const Segment& segment, std::span<const Message> sent, const Deliveries& deliveries);

    /// The totals, and sensors for counters not announced yet.
    std::vector<Message> totals(std::span<const CorrectedCounter> counters);

private:
    using Series = std::set<std::pair<Symbol, Symbol>>;

    void addGauges(std::vector<Message>& to, const Batch& batch, const Reading& reading);
    void addTotal(std::vector<Message>& to, const CorrectedCounter& counter);

    const Host& host_;
    const Topics topics_;
    const Discovery discovery_;
    Series gauges_;                 ///< announced; bounded by the host's names
    Series counters_;               ///< likewise
    std::map<Symbol, Time> newest_; ///< shown as latest, by device
};

} // namespace historian::mqtt
