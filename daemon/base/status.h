#pragma once

#include <historian/clock.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace historian::base {

/// One figure of one instance that only grows.
struct CounterFigure {
    std::string name;
    std::string meaning;
    std::uint64_t value = 0;
};

enum class InstanceCondition : std::uint8_t {
    Starting,
    Healthy,
    Degraded, ///< does not do its work now and is tried again
    Stuck,    ///< a call did not come back; no further calls until it does
    Disabled, ///< its configuration or its library is wrong
};

/// "starting", "healthy", …
std::string_view nameOf(InstanceCondition condition);

/// How one plugin instance does, for the page, the API and the command line.
struct InstanceStatus {
    std::string kind; ///< input, store or output
    std::string name;
    std::string plugin;
    std::string version;
    InstanceCondition condition = InstanceCondition::Starting;
    std::string why; ///< in words, empty while healthy
    Time since{};
    std::vector<CounterFigure> counters;
    std::optional<Time> lastData{}; ///< of an input: when readings came last in this process
};

/// The books of promise 3: received = stored + duplicate + rejected + in flight.
struct IntakeStatus {
    std::uint64_t received = 0;
    std::uint64_t stored = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t rejected = 0; ///< readings that were understood but not taken
    std::uint64_t failed = 0;   ///< answered with "not stored"
    std::uint64_t inFlight = 0;
    std::uint64_t refusals = 0; ///< bodies that were no readings at all
    std::uint64_t commits = 0;
    std::optional<Time> lastCommit;
};

/// One entry of the rejected list.
struct RejectedEntry {
    Time at{};
    std::string instance;
    std::string device;
    std::string field;
    std::string code;
    std::string message;
    std::string address;
    std::string excerpt;
};

} // namespace historian::base
