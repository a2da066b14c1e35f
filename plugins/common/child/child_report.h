#pragma once

#include <historian/clock.h>

#include <sys/types.h>

#include <mutex>
#include <optional>
#include <string>

namespace historian::child {

/// What can be said of a child now.
struct ChildState {
    std::optional<pid_t> pid; ///< nothing: it is not running
    std::string name;         ///< as it said when it was ready; empty: it never was
    std::string version;
    std::optional<SteadyTime> readySince;
    std::string whyDown; ///< how it ended last; empty: it never did
    unsigned starts = 0;
};

/// Where a runner writes it down. Threads: any.
class ChildReport {
public:
    void started(pid_t pid)
    {
        const std::lock_guard lock(mutex_);
        state_.pid = pid;
        ++state_.starts;
    }

    void ready(std::string name, std::string version, SteadyTime now)
    {
        const std::lock_guard lock(mutex_);
        state_.name = std::move(name);
        state_.version = std::move(version);
        state_.readySince = now;
    }

    void ended(std::string why)
    {
        const std::lock_guard lock(mutex_);
        state_.pid.reset();
        state_.readySince.reset();
        state_.whyDown = std::move(why);
    }

    ChildState state() const
    {
        const std::lock_guard lock(mutex_);
        return state_;
    }

private:
    mutable std::mutex mutex_;
    ChildState state_;
};

} // namespace historian::child
