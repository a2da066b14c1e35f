#pragma once

#include "lines/descriptor.h"

#include <historian/clock.h>

#include <optional>

namespace historian::lines {

/// Wakes a thread that waits in poll(). Threads: wake() from any, the rest from the one that polls.
class Wake {
public:
    /// Throws Unavailable if the process has no descriptor left.
    Wake();

    void wake();

    /// Readable after wake() until clear().
    int descriptor() const { return descriptor_.number(); }

    void clear();

private:
    Descriptor descriptor_;
};

/// The time until an instant as poll() takes it: -1 for ever, rounded up, at most a minute.
int pollTimeout(std::optional<SteadyTime> due, SteadyTime now);

} // namespace historian::lines
