#pragma once

#include "base/clock_evidence.h"
#include "base/settings.h"

#include <historian/clock.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace historian::base {

/// The machine's clock. Its UTC is trusted as `clock.trust` says; with `auto`, if the kernel says
/// that it is synchronised, or if the evidence taken at start speaks for it (clock_evidence.h).
/// Threads: any.
class SystemClock : public Clock {
public:
    /// Looks for evidence under `root`; tests give a folder of their own.
    explicit SystemClock(ClockTrust trust, const std::filesystem::path& root = "/");

    Time now() const override;
    SteadyTime steady() const override;
    bool isTrusted() const override;

private:
    ClockTrust trust_;
    bool hasEvidence_;
};

/// Whether the kernel says that its clock is synchronised (adjtimex).
bool isKernelSynchronised();

/// The kernel's random name of this boot; empty if it tells none.
std::string bootId();

/// Time since this boot, sleep included; it goes on when the wall clock is set.
std::chrono::microseconds timeSinceBoot();

} // namespace historian::base
