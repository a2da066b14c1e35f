#pragma once

#include "app/process/layout.h"
#include "app/process/log.h"
#include "app/process/notifier.h"
#include "config/settings.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace historian::app {

/// The input of `--demo`, a part of the daemon; only there is it known.
inline constexpr const char* kDemoInput = "demo";

/// What the parts are made from.
struct WiringPlan {
    config::Settings settings;
    Layout layout;
    std::string
        banner; ///< shown in the status: another configuration than the one written is in force
    bool isDemo = false;
};

struct Parts;

/// Puts the parts of the daemon together, starts and stops them. Parts, plans of instances and this
/// are the only places that know concrete classes of all layers.
/// Threads: start and stop from one thread; the others from any between them.
class Wiring {
public:
    /// Opens state and store. Throws ConfigError or Unavailable; then nothing runs.
    Wiring(WiringPlan plan, const Log& log);
    ~Wiring();
    Wiring(const Wiring&) = delete;
    Wiring& operator=(const Wiring&) = delete;

    /// Starts the pipeline, the instances, and last the web server. A fault of an instance is
    /// shown in the status; throws Unavailable if the port cannot be had.
    void start();

    /// Stops what runs, in reverse. Safe without start, and twice.
    void stop();

    /// Looks after instances whose calls are overdue; called about once a second.
    void watch();

    /// What must go on for the daemon to be well.
    std::vector<Watchdog::Heartbeat> heartbeats() const;

    /// The web server's port in use.
    std::uint16_t port() const;

    /// Whether a plugin kept a thread: the process must then end without destroying this.
    bool hasAbandoned() const;

private:
    std::unique_ptr<Parts> parts_;
};

} // namespace historian::app
