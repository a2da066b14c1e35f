#pragma once

#include "child/child_report.h"

#include <historian/probe.h>

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace historian::exec {

/// The last line of a program, and what was made of it. Threads: any.
class LastAnswer {
public:
    struct Seen {
        SteadyTime at{};
        std::string line;
        std::size_t readings = 0;
        std::string fault; ///< why it is none; empty: nothing is wrong
    };

    void saw(Seen seen)
    {
        const std::lock_guard lock(mutex_);
        seen_ = std::move(seen);
    }

    std::optional<Seen> seen() const
    {
        const std::lock_guard lock(mutex_);
        return seen_;
    }

private:
    mutable std::mutex mutex_;
    std::optional<Seen> seen_;
};

/// What a probe says of a program that is kept alive: nothing is asked of it.
std::vector<ProbeStep> probeSteps(std::string_view program,
                                  const child::ChildState& child,
                                  const std::optional<LastAnswer::Seen>& last,
                                  SteadyTime now);

} // namespace historian::exec
