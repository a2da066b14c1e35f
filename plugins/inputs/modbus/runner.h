#pragma once

#include "poller.h"

#include <thread>

namespace historian::modbus {

/// One thread that polls some lines of an instance.
/// Threads: one; askForProbe() gives work to its own.
class Runner {
public:
    /// Throws Unavailable if a certificate cannot be used.
    Runner(Host& host, Troubles& troubles, std::vector<LineSettings> lines);

    ~Runner() { stop(); }

    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    void start(Sink& sink);

    /// Returns when its thread has ended and its lines are closed. Safe without start, and twice.
    void stop();

    /// Asks every unit of all lines once, also while it runs.
    std::vector<ProbeStep> probe(std::chrono::milliseconds limit);

private:
    void run(Sink& sink);
    std::vector<ProbeStep> probeWhileRunning(std::chrono::milliseconds limit);

    Host& host_;
    Loop loop_;
    std::vector<std::unique_ptr<Poller>> pollers_;
    std::jthread thread_;
};

} // namespace historian::modbus
