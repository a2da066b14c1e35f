#include "state/registry.h"

#include "base/symbol_table.h"
#include "state/database.h"
#include "state/logbook.h"

#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Session.h>

namespace historian::state {

using namespace Poco::Data::Keywords;

namespace {

constexpr std::size_t kLabelBytesMax = 128;

std::vector<Device> load(Database& database)
{
    return database.with([](Poco::Data::Session& session) {
        Poco::Data::Statement select(session);
        select << "SELECT id, standing, label, profile, address, first_seen FROM device";
        select.execute();
        std::vector<Device> devices;
        Poco::Data::RecordSet rows(select);
        for (auto& row : rows) {
            Device device;
            device.id = row.get(0).convert<std::string>();
            device.standing = static_cast<Standing>(row.get(1).convert<int>());
            device.label = row.get(2).convert<std::string>();
            device.profile = row.get(3).convert<std::string>();
            device.address = row.get(4).convert<std::string>();
            device.firstSeen = Time(std::chrono::microseconds(row.get(5).convert<std::int64_t>()));
            devices.push_back(std::move(device));
        }
        return devices;
    });
}

std::string actionOf(Standing standing)
{
    return "device_" + std::string(nameOf(standing));
}

} // namespace

std::string_view nameOf(Standing standing)
{
    switch (standing) {
    case Standing::Unapproved: return "unapproved";
    case Standing::Approved: return "approved";
    case Standing::Rejected: return "rejected";
    case Standing::Retired: break;
    }
    return "retired";
}

Registry::Registry(Database& database,
                   Logbook& logbook,
                   const Clock& clock,
                   const std::vector<base::DeviceSettings>& configured)
    : database_(database), logbook_(logbook), clock_(clock)
{
    for (Device& device : load(database)) devices_.emplace(device.id, std::move(device));
    for (const base::DeviceSettings& settings : configured) {
        const bool isNew = !devices_.contains(settings.id);
        Device& device = devices_[settings.id];
        if (isNew) device.firstSeen = clock.now();
        const bool isDecided = device.standing == Standing::Unapproved;
        device.id = settings.id;
        device.isConfigured = true;
        device.ratedKw = settings.ratedKw;
        device.expectedInterval = settings.expectedInterval;
        device.serial = settings.serial;
        if (!settings.profile.empty()) device.profile = settings.profile;
        if (!isNew && !isDecided) continue;
        device.standing = Standing::Approved;
        save(device);
        logbook_.append(
            "daemon", actionOf(Standing::Approved), device.id, "named in the configuration");
    }
}

Registry::Admission
Registry::admit(std::string_view id, bool acceptUnknown, std::string_view address)
{
    const std::lock_guard lock(mutex_);
    if (const auto known = devices_.find(id); known != devices_.end()) {
        const Standing standing = known->second.standing;
        const bool isRefused = standing == Standing::Rejected || standing == Standing::Retired;
        return isRefused ? Admission::Rejected : Admission::Known;
    }
    if (!acceptUnknown) return Admission::Unknown;
    if (devices_.size() >= base::kDevicesMax) return Admission::TooMany;
    Device device;
    device.id = id;
    device.address = address;
    device.firstSeen = clock_.now();
    save(device);
    logbook_.append("daemon", "device_seen", device.id, "first reading, from " + device.address);
    devices_.emplace(device.id, std::move(device));
    revision_.fetch_add(1, std::memory_order_release);
    return Admission::New;
}

std::vector<Device> Registry::all() const
{
    const std::lock_guard lock(mutex_);
    std::vector<Device> devices;
    for (const auto& [id, device] : devices_) devices.push_back(device);
    return devices;
}

std::optional<Device> Registry::find(std::string_view id) const
{
    const std::lock_guard lock(mutex_);
    const auto found = devices_.find(id);
    if (found == devices_.end()) return std::nullopt;
    return found->second;
}

Result<Device> Registry::approve(std::string_view id, std::string_view who)
{
    return decide(id, Standing::Approved, who);
}

Result<Device> Registry::reject(std::string_view id, std::string_view who)
{
    return decide(id, Standing::Rejected, who);
}

Result<Device> Registry::retire(std::string_view id, std::string_view who)
{
    return decide(id, Standing::Retired, who);
}

Result<Device> Registry::decide(std::string_view id, Standing standing, std::string_view who)
{
    const std::lock_guard lock(mutex_);
    const auto found = devices_.find(id);
    if (found == devices_.end()) return Error{"there is no device " + std::string(id)};
    const Standing before = found->second.standing;
    if (before == standing) return found->second;
    found->second.standing = standing;
    save(found->second);
    logbook_.append(
        std::string(who), actionOf(standing), found->first, "was " + std::string(nameOf(before)));
    revision_.fetch_add(1, std::memory_order_release);
    return found->second;
}

Result<Device> Registry::rename(std::string_view id, std::string_view label, std::string_view who)
{
    const std::lock_guard lock(mutex_);
    const auto found = devices_.find(id);
    if (found == devices_.end()) return Error{"there is no device " + std::string(id)};
    if (label.size() > kLabelBytesMax) return Error{"a label has at most 128 bytes"};
    logbook_.append(
        std::string(who), "device_renamed", found->first, "label: " + std::string(label));
    found->second.label = label;
    save(found->second);
    revision_.fetch_add(1, std::memory_order_release);
    return found->second;
}

void Registry::assignProfile(std::string_view id, std::string_view profile)
{
    const std::lock_guard lock(mutex_);
    const auto found = devices_.find(id);
    if (found == devices_.end() || !found->second.profile.empty()) return;
    found->second.profile = profile;
    save(found->second);
    logbook_.append(
        "daemon", "profile_assigned", found->first, std::string(profile) + ", by its readings");
    revision_.fetch_add(1, std::memory_order_release);
}

void Registry::save(const Device& device)
{
    Device row = device;
    int standing = static_cast<int>(row.standing);
    Poco::Int64 firstSeen = row.firstSeen.time_since_epoch().count();
    database_.with([&](Poco::Data::Session& session) {
        session
            << "INSERT OR REPLACE INTO device (id, standing, label, profile, address, first_seen)"
               " VALUES (?, ?, ?, ?, ?, ?)",
            use(row.id), use(standing), use(row.label), use(row.profile), use(row.address),
            use(firstSeen), now;
    });
}

} // namespace historian::state
