#include "state/registry.h"

#include "base/symbol_table.h"
#include "state/database.h"
#include "state/logbook.h"

#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Session.h>
#include <Poco/Exception.h>

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
        const bool isDecided = !isNew && device.standing != Standing::Unapproved;
        device.id = settings.id;
        device.isConfigured = true;
        device.ratedKw = settings.ratedKw;
        device.expectedInterval = settings.expectedInterval;
        device.serial = settings.serial;
        if (!settings.profile.empty()) device.profile = settings.profile;
        if (isDecided) continue;
        device.standing = Standing::Approved;
        save(device, {"daemon", actionOf(Standing::Approved), "named in the configuration"});
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
    save(device, {"daemon", "device_seen", "first reading, from " + device.address});
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
    if (found->second.standing == standing) return found->second;
    Device changed = found->second;
    changed.standing = standing;
    return change(changed,
                  {std::string(who),
                   actionOf(standing),
                   "was " + std::string(nameOf(found->second.standing))});
}

Result<Device> Registry::rename(std::string_view id, std::string_view label, std::string_view who)
{
    const std::lock_guard lock(mutex_);
    const auto found = devices_.find(id);
    if (found == devices_.end()) return Error{"there is no device " + std::string(id)};
    if (label.size() > kLabelBytesMax) return Error{"a label has at most 128 bytes"};
    Device changed = found->second;
    changed.label = label;
    return change(changed, {std::string(who), "device_renamed", "label: " + std::string(label)});
}

void Registry::assignProfile(std::string_view id, std::string_view profile)
{
    const std::lock_guard lock(mutex_);
    const auto found = devices_.find(id);
    if (found == devices_.end() || !found->second.profile.empty()) return;
    Device changed = found->second;
    changed.profile = profile;
    save(changed, {"daemon", "profile_assigned", changed.profile + ", by its readings"});
    found->second = std::move(changed);
    revision_.fetch_add(1, std::memory_order_release);
}

// What people are told was decided is on the disk, with its logbook entry, or was not decided.
Result<Device> Registry::change(const Device& changed, const Decision& decision)
{
    try {
        save(changed, decision);
    } catch (const Poco::Exception& problem) {
        return Error{changed.id + " cannot be written to state.db: " + problem.displayText()};
    }
    devices_[changed.id] = changed;
    revision_.fetch_add(1, std::memory_order_release);
    return changed;
}

void Registry::save(const Device& device, const Decision& decision)
{
    database_.atomically([&] {
        saveRow(device);
        logbook_.append(decision.who, decision.action, device.id, decision.detail);
    });
}

void Registry::saveRow(const Device& device)
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
