#pragma once

#include <historian/error.h>

#include <string>
#include <vector>

namespace historian {

/// One thing that a probe looked at.
struct ProbeStep {
    std::string what; ///< for example "log in", "unit 3: 40001 SunS"
    bool isGood = true;
    std::string found; ///< in words, with units; no secret
};

/// Implemented by an input or output that can touch its device or destination without changing
/// anything there, and say what answered (`historianctl probe INSTANCE`).
/// Threads: called on the host's thread of this instance, started or not; an input's own threads
/// may be at work. Returns within 60 s.
class HISTORIAN_VISIBLE Probe {
public:
    virtual ~Probe() = default;

    /// The steps in the order they were made; it ends after the first one that makes the others
    /// pointless.
    virtual std::vector<ProbeStep> probe() = 0;
};

} // namespace historian
