#pragma once

#include <sys/types.h>

#include <string>

namespace historian::child {

inline constexpr int kSearchesMax = 50;

/// All that a program starts, however it leaves the program's group and session. Its processes are
/// known by a mark in the environment that they inherit, and by being descendants of the program.
/// Who takes the mark off and outlives its parent too is not found. Threads: any.
class Family {
public:
    /// Mints a mark that no other program has.
    Family();

    /// `NAME=VALUE` for the program's environment.
    const std::string& mark() const { return mark_; }

    /// Kills the program, its group and the whole family, and looks again until nobody new is
    /// found, kSearchesMax times at most. The program must not have been reaped yet.
    void kill(pid_t program) const;

private:
    std::string mark_;
};

} // namespace historian::child
