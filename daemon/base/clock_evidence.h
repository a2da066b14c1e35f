#pragma once

#include <historian/clock.h>

#include <chrono>
#include <filesystem>
#include <optional>

namespace historian::base {

/// A hardware clock agrees with the system's if they are no further apart.
inline constexpr std::chrono::minutes kHardwareClockTolerance{2};

/// What speaks for the wall clock of a machine that may never reach a time server.
struct ClockEvidence {
    bool isGuest = false;             ///< a virtual machine or a container: its host keeps time
    std::optional<Time> hardwareTime; ///< what the hardware clock showed
};

/// Looks under `root` ("/") for what Linux shows of the machine:
/// - a container leaves `/run/systemd/container`, `/run/.containerenv` or `/.dockerenv`;
/// - a virtual machine has the word `hypervisor` among the flags of `/proc/cpuinfo` (x86), or
///   `/sys/hypervisor/type` (Xen), or `/proc/device-tree/hypervisor` (ARM), or a vendor known for
///   virtual machines in `/sys/class/dmi/id/sys_vendor`;
/// - a hardware clock shows its time in `/sys/class/rtc/rtc0/since_epoch`.
/// A file that cannot be read is no evidence.
ClockEvidence findClockEvidence(const std::filesystem::path& root);

/// Whether that is reason enough to trust a wall clock that shows `now`: a guest, or a hardware
/// clock that agrees with it and lies after buildTime() (an empty RTC begins at 1970 or 2000).
bool isTrustworthy(const ClockEvidence& evidence, Time now);

/// The day this program was configured for building; SOURCE_DATE_EPOCH sets it.
Time buildTime();

} // namespace historian::base
