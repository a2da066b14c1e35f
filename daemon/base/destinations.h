#pragma once

#include "base/data_plan.h"

#include <historian/clock.h>
#include <historian/error.h>
#include <historian/probe.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::base {

enum class DestinationState : std::uint8_t {
    Starting,     ///< the output was not started yet
    Sending,      ///< there is a backlog and it gets smaller
    CaughtUp,     ///< the destination has everything
    Retrying,     ///< it does not answer, or not now; tried again at `nextTry`
    Held,         ///< a person must act: `why` says what to do; looked at again now and then
    Paused,       ///< by a person
    Unconfigured, ///< no longer in the configuration; its positions are kept and hold nothing back
};

/// "starting", "sending", "caught_up", …
std::string_view nameOf(DestinationState state);

/// How far one output has got with one store_id.
struct PositionStatus {
    std::string storeId;
    std::uint64_t doneUpTo = 0; ///< every seq up to it is delivered or set aside
    std::uint64_t newest = 0;   ///< the highest seq in the store
    std::uint64_t ranges = 0;   ///< delivered islands beyond doneUpTo
};

/// How one output does as a destination. Counts are readings.
struct DestinationStatus {
    std::string output;
    std::string plugin;
    DestinationState state = DestinationState::Starting;
    std::string why;
    bool isRequired = false; ///< nothing is purged before it has it
    std::uint64_t backlog = 0;
    std::optional<Time> oldestUnsent;
    std::optional<Time> lastSuccess;
    std::optional<Time> nextTry;
    std::optional<std::chrono::seconds> drainsIn; ///< at the rate of the last minutes
    std::uint64_t delivered = 0;                  ///< since the process began, as the others
    std::uint64_t duplicates = 0;
    std::uint64_t retries = 0;       ///< calls that delivered nothing
    std::uint64_t quarantined = 0;   ///< set aside now, of all times
    std::uint64_t dropped = 0;       ///< purged or discarded undelivered, of all times
    std::chrono::seconds window{0};  ///< `resolution`: one reading of a device in each; 0: raw
    std::uint64_t thinned = 0;       ///< left out by it
    std::uint64_t batchReadings = 0; ///< how many are offered at once now
    double readingsPerSecond = 0;    ///< over the last minute
    std::uint64_t bytesToday = 0;    ///< sent since its day began, where the output counts them
    std::uint64_t bytesSent = 0;     ///< since the process began, likewise
    std::optional<DataADay> dataADay;
    std::vector<PositionStatus> positions;
};

/// A reading that a destination refused, kept for a person to decide.
struct QuarantinedReading {
    std::string storeId;
    std::uint64_t seq = 0;
    std::string device;
    Time time{};
    std::string why;  ///< the destination's words
    Time at{};        ///< when it was set aside
    std::string json; ///< the reading as readings are written everywhere; empty if it was purged
};

/// Which quarantined readings are meant: one, or all of an output.
struct QuarantineChoice {
    std::string storeId; ///< empty: all
    std::optional<std::uint64_t> seq;
};

/// One UTC day, here and there.
struct VerifiedDay {
    Time day{};
    std::uint64_t stored = 0;    ///< in this store
    std::uint64_t setAside = 0;  ///< of them quarantined or discarded for this output
    std::uint64_t leftOut = 0;   ///< of them, by `start` or `resolution`
    std::uint64_t delivered = 0; ///< at the destination, by its own count
};

inline constexpr std::size_t kQuarantinePageMax = 1'000; ///< readings in one answer

/// What people may ask and do about destinations, by API, page and command line. Every act is
/// written to the logbook by whoever offers it to people. An unknown output is an Error that lists
/// those that are. Threads: any.
class Destinations {
public:
    virtual ~Destinations() = default;

    virtual std::vector<DestinationStatus> destinations() const = 0;

    virtual std::optional<Error> pause(std::string_view output) = 0;
    virtual std::optional<Error> resume(std::string_view output) = 0;

    /// Offers again everything from that time on; the number of readings that means.
    virtual Result<std::uint64_t> rewind(std::string_view output, Time from) = 0;

    /// In the order of (storeId, seq), at most kQuarantinePageMax after the given one.
    virtual Result<std::vector<QuarantinedReading>>
    quarantine(std::string_view output, const QuarantineChoice& after, std::size_t limit) const = 0;

    /// Offers them again; how many.
    virtual Result<std::uint64_t> retry(std::string_view output, const QuarantineChoice& which) = 0;

    /// Gives them up for this output, with a reason that the ledger keeps; how many.
    virtual Result<std::uint64_t>
    discard(std::string_view output, const QuarantineChoice& which, std::string_view reason) = 0;

    /// Compares days with the destination's own count.
    virtual Result<std::vector<VerifiedDay>>
    verify(std::string_view output, Time from, Time to) = 0;

    /// Touches the device or destination of any instance, input or output, and says what answered.
    virtual Result<std::vector<ProbeStep>> probe(std::string_view instance) = 0;
};

} // namespace historian::base
