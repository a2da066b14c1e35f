#pragma once

#include "destination.h"

#include <cstdint>
#include <vector>

namespace historian::fleet {

/// A fleet that was cut off from its destination, all at one moment, and is let in again.
struct Scenario {
    std::size_t gateways = 1'000;
    std::chrono::seconds interval{10}; ///< of each gateway's readings
    std::chrono::seconds outage{86'400};
    bool isPowerCut = false; ///< they also start at that moment; else they have been trying
    bool hasJitter = true;   ///< else every random number is its middle
    std::uint64_t seed = 1;
    Capacity capacity;
    std::chrono::seconds end{7'200}; ///< of the simulation, unless the backlog is gone before
};

/// One second after the destination came back.
struct Second {
    std::uint64_t requests = 0;
    std::uint64_t refused = 0; ///< of the requests that began in this second
    std::uint64_t rows = 0;    ///< taken
};

struct Course {
    std::vector<Second> seconds;
    std::uint64_t backlogAtFirst = 0;
    std::uint64_t backlogAtLast = 0;
};

/// Runs until no gateway has more than its newest readings, or to the end. The same for a seed.
Course simulate(const Scenario& scenario);

} // namespace historian::fleet
