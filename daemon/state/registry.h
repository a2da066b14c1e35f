#pragma once

#include "base/device_profile.h"

#include <historian/clock.h>
#include <historian/error.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::state {

class Database;
class Logbook;

/// What people decided about a device.
enum class Standing : std::uint8_t {
    Unapproved, ///< stored, shown and forwarded, but never in a report
    Approved,
    Rejected, ///< its readings are refused
    Retired,  ///< its readings are refused; its history stays
};

/// "unapproved", "approved", …
std::string_view nameOf(Standing standing);

/// A device that was seen or configured.
struct Device {
    std::string id;
    Standing standing = Standing::Unapproved;
    std::string label;   ///< the name people gave it; empty: none
    std::string profile; ///< empty: none
    std::optional<double> ratedKw;
    std::optional<std::chrono::milliseconds> expectedInterval;
    std::string serial;
    std::string address; ///< where its first reading came from
    Time firstSeen{};
    bool isConfigured = false; ///< named in the configuration, hence approved
};

/// The devices of the site, in memory and in state.db. Every decision is a logbook entry.
/// Threads: any.
class Registry {
public:
    enum class Admission : std::uint8_t { Known, New, Rejected, Unknown, TooMany };

    /// Devices of the configuration are added and approved.
    Registry(Database& database,
             Logbook& logbook,
             const Clock& clock,
             const std::vector<base::DeviceSettings>& configured);

    /// Whether readings of this device are taken. Unknown: it is not known and `acceptUnknown` is
    /// false. New: it was not known and is now, unapproved. At most base::kDevicesMax devices.
    /// Throws a std::exception if a new device cannot be written down; it stays unknown then.
    Admission admit(std::string_view id, bool acceptUnknown, std::string_view address);

    std::vector<Device> all() const;
    std::optional<Device> find(std::string_view id) const;

    /// Changes what is decided about a device; `who` signs the logbook entry.
    Result<Device> approve(std::string_view id, std::string_view who);
    Result<Device> reject(std::string_view id, std::string_view who);
    Result<Device> retire(std::string_view id, std::string_view who);
    Result<Device> rename(std::string_view id, std::string_view label, std::string_view who);

    /// Gives a device without a profile one (found by its fingerprint).
    void assignProfile(std::string_view id, std::string_view profile);

    /// Grows with every change, so that others can keep what they looked up.
    std::uint64_t revision() const { return revision_.load(std::memory_order_acquire); }

private:
    struct Decision {
        std::string who;
        std::string action;
        std::string detail;
    };

    Result<Device> decide(std::string_view id, Standing standing, std::string_view who);
    Result<Device> change(const Device& changed, const Decision& decision);
    void save(const Device& device, const Decision& decision);
    void saveRow(const Device& device);

    Database& database_;
    Logbook& logbook_;
    const Clock& clock_;
    std::map<std::string, Device, std::less<>> devices_;
    std::atomic<std::uint64_t> revision_{1};
    mutable std::mutex mutex_;
};

} // namespace historian::state
