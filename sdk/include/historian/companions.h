#pragma once

#include <historian/delivery.h>
#include <historian/error.h>
#include <historian/reading.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace historian {

// What an output may take beside readings: small interfaces that it implements as it can. The
// host calls them between two calls of deliver(), on the same thread, and offers again what was not
// answered Done, Duplicate or Rejected.

/// The corrected lifetime value of a counter: the first value seen plus all increases since,
/// through resets, rollovers and spikes.
struct CorrectedCounter {
    Symbol device;
    Symbol metric;
    Time time{};      ///< of the reading it holds up to
    double total = 0; ///< in the unit of the metric
};

/// An output that shows what is. Only the newest value counts, so nothing is offered twice.
class HISTORIAN_VISIBLE CorrectedCounters {
public:
    virtual ~CorrectedCounters() = default;

    /// Called after the delivery of the newest readings, with the counters among their metrics.
    virtual void correct(std::span<const CorrectedCounter> counters) = 0;
};

/// Readings that this output was not given and will not be given, so that a destination can
/// explain every hole in the sequence of a store_id.
struct ReadingGap {
    enum class Cause : std::uint8_t {
        Quarantined, ///< the destination refused them; a person may send them again
        Discarded,   ///< a person gave them up
        Purged,      ///< the store was full before they could be sent
        Thinned,     ///< left out by `resolution`, or older than `start`
    };
    Cause cause = Cause::Quarantined;
    std::string storeId;
    std::uint64_t firstSeq = 0;
    std::uint64_t lastSeq = 0;
    std::string why;
    Time at{};                  ///< when it was decided
    bool isClosed = false;      ///< they were delivered after all
    std::uint64_t readings = 0; ///< how many of firstSeq to lastSeq; the others were delivered
};

/// "quarantined", "discarded", …
constexpr std::string_view nameOf(ReadingGap::Cause cause)
{
    switch (cause) {
    case ReadingGap::Cause::Quarantined: return "quarantined";
    case ReadingGap::Cause::Discarded: return "discarded";
    case ReadingGap::Cause::Purged: return "purged";
    case ReadingGap::Cause::Thinned: break;
    }
    return "thinned";
}

class HISTORIAN_VISIBLE GapOutput {
public:
    virtual ~GapOutput() = default;

    /// One answer per gap, in order; fewer mean Retry for the rest. (storeId, firstSeq) names a
    /// gap; the same one may come again with other content.
    virtual Deliveries deliverGaps(std::span<const ReadingGap> gaps) = 0;
};

/// The energy of one closed hour of one counter, after the counter rules (resets, rollovers,
/// spikes).
struct EnergyHour {
    Symbol device;
    Symbol metric;
    Time start{}; ///< UTC, a full hour
    double energyKwh = 0;
    double coverage = 0;        ///< 0 to 1: the share of the hour that readings account for
    std::uint64_t readings = 0; ///< usable ones in the hour
    std::uint32_t revision = 0; ///< counts from 0; higher where late data changed the hour
    bool isApproved = true;     ///< no reading of an unapproved device among them
};

class HISTORIAN_VISIBLE HourOutput {
public:
    virtual ~HourOutput() = default;

    /// One answer per hour, in order; fewer mean Retry for the rest.
    virtual Deliveries deliverHours(std::span<const EnergyHour> hours) = 0;
};

/// How many readings of one UTC day a destination holds from this site.
struct DayCount {
    Time day{};
    std::uint64_t readings = 0;
};

/// Implemented by an output that can ask its destination what it holds (`historianctl sync
/// verify`).
class HISTORIAN_VISIBLE DayCounts {
public:
    virtual ~DayCounts() = default;

    /// The days in from <= day < to that have readings, in order. Returns within 60 s.
    virtual Result<std::vector<DayCount>> countDays(Time from, Time to) = 0;
};

/// How the gateway does, seen from one output.
struct GatewayStatus {
    Time at{};
    std::string_view version; ///< of the daemon
    bool isClockTrusted = true;
    std::string storeId;
    std::uint64_t lastSeq = 0; ///< the newest reading in the store
    std::uint64_t backlog = 0; ///< readings that this output has not got yet
    std::optional<Time> oldestUnsent;
    std::uint64_t quarantined = 0; ///< readings
    std::uint64_t dropped = 0;     ///< readings purged or discarded unsent
    std::uint64_t storeBytes = 0;
    std::optional<double> daysLeft;
};

class HISTORIAN_VISIBLE StatusOutput {
public:
    virtual ~StatusOutput() = default;

    /// Called about once a minute. Only the newest status counts.
    virtual Delivery deliverStatus(const GatewayStatus& status) = 0;
};

} // namespace historian
