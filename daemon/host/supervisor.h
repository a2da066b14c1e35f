#pragma once

#include "base/status.h"
#include "host/runner.h"

#include <memory>
#include <thread>
#include <vector>

namespace historian::host {

/// Starts the instances in order, watches over them, and stops them in reverse.
/// Threads: add, start and stop from one thread; the others from any.
class Supervisor {
public:
    explicit Supervisor(const PluginShelf& shelf, RunnerLimits limits = {});
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// Adds an instance; before start().
    void add(InstancePlan plan);

    /// Starts every instance after the first attempt of the one before has come to something.
    /// Faults are shown in statuses(); nothing is thrown.
    void start();

    /// Stops what runs. Safe without start, and twice.
    void stop();

    /// Marks instances whose call is overdue as stuck; called now and then.
    void watch();

    std::vector<base::InstanceStatus> statuses() const;

    /// Runs an errand on the thread of an instance (base::RunErrand). Between start() and stop().
    std::optional<Error> run(std::string_view instance, base::Errand errand);

    /// Whether a thread was left alone: what it may still touch must then live as long as the
    /// process, so the caller ends it without destroying things.
    bool hasAbandoned() const { return hasAbandoned_; }

private:
    struct Seat {
        std::shared_ptr<Runner> runner; // shared with its thread, which may outlive this object
        std::jthread thread;
    };

    void abandon(Seat& seat);

    const PluginShelf& shelf_;
    RunnerLimits limits_;
    std::vector<Seat> seats_;
    bool hasAbandoned_ = false;
};

} // namespace historian::host
