#include "pipeline/device_track.h"

#include <algorithm>

namespace historian::pipeline {

using Admission = state::Registry::Admission;

DeviceTracks::DeviceTracks(base::SymbolTable& symbols,
                           state::Registry& registry,
                           state::Logbook& logbook,
                           const std::vector<base::DeviceProfile>& profiles)
    : symbols_(symbols), registry_(registry), logbook_(logbook), profiles_(profiles)
{
}

DeviceTrack& DeviceTracks::of(const Batch& batch, const Reading& reading, bool acceptsUnknown)
{
    DeviceTrack& track = tracks_[reading.device];
    track.symbol = reading.device;
    const bool isAdmitted =
        track.admission == Admission::Known || track.admission == Admission::New;
    if (track.revision != registry_.revision() || !isAdmitted)
        refresh(track, batch.text(reading.address), acceptsUnknown);
    if (track.profile == nullptr && !profiles_.empty() &&
        (track.admission == Admission::Known || track.admission == Admission::New)) {
        if (const auto* found = fingerprintOf(batch, reading)) {
            registry_.assignProfile(symbols_.name(track.symbol), found->name);
            useProfile(track, found->name);
        }
    }
    return track;
}

DeviceTrack&
DeviceTracks::ofAddress(const Batch& batch, const Reading& reading, bool acceptsUnknown)
{
    DeviceTrack& track = of(batch, reading, acceptsUnknown);
    const std::string_view address = batch.text(reading.address);
    if (address.empty() || reading.clock == ClockPolicy::Device) return track;
    if (track.address.empty() || track.address == address) {
        track.address = address;
        return track;
    }
    const std::string id(symbols_.name(track.symbol));
    if (reading.received - track.lastReceived >= kAddressSilence) {
        logbook_.append(
            "daemon", "device_moved", id, track.address + " -> " + std::string(address));
        track.address = address;
        return track;
    }
    const auto alias = symbols_.symbol(NameKind::Device, id + "@" + std::string(address));
    if (!alias) return track;
    const bool isNew = !tracks_.contains(*alias);
    Reading second = reading;
    second.device = *alias;
    DeviceTrack& other = of(batch, second, acceptsUnknown);
    other.address = address;
    if (isNew)
        logbook_.append("daemon",
                        "device_id_shared",
                        id,
                        track.address + " and " + std::string(address) +
                            " both post it; the second is stored as " +
                            std::string(symbols_.name(*alias)));
    return other;
}

void DeviceTracks::refresh(DeviceTrack& track, std::string_view address, bool acceptsUnknown)
{
    const std::string_view id = symbols_.name(track.symbol);
    track.admission = registry_.admit(id, acceptsUnknown, address);
    track.revision = registry_.revision();
    const auto device = registry_.find(id);
    track.isApproved = device && device->standing == state::Standing::Approved;
    if (device && !device->profile.empty()) useProfile(track, device->profile);
}

void DeviceTracks::useProfile(DeviceTrack& track, const std::string& name)
{
    const auto found = std::ranges::find(profiles_, name, &base::DeviceProfile::name);
    if (found == profiles_.end() || track.profile == &*found) return;
    track.profile = &*found;
    track.clock.isAlwaysArrival = found->isAlwaysArrival;
    track.ranges.clear();
    for (const auto& [metric, profile] : found->metrics) {
        if (!profile.min && !profile.max) continue;
        if (const auto symbol = symbols_.symbol(NameKind::Metric, metric))
            track.ranges.emplace(symbol->number, &profile);
    }
}

const base::DeviceProfile* DeviceTracks::fingerprintOf(const Batch& batch,
                                                       const Reading& reading) const
{
    const auto values = batch.values(reading);
    for (const base::DeviceProfile& profile : profiles_) {
        const bool hasTime = batch.text(reading.sentTime).starts_with(profile.fingerprintSentTime);
        const bool hasMetrics =
            std::ranges::all_of(profile.fingerprintMetrics, [&](const auto& name) {
                const auto symbol = symbols_.find(NameKind::Metric, name);
                return symbol && std::ranges::find(values, *symbol, &Value::metric) != values.end();
            });
        if (!profile.fingerprintMetrics.empty() && hasTime && hasMetrics) return &profile;
    }
    return nullptr;
}

void DeviceTracks::judgeRanges(const DeviceTrack& track, Batch& batch, const Reading& reading) const
{
    if (track.ranges.empty()) return;
    for (Value& value : batch.values(reading)) {
        const auto found = track.ranges.find(value.metric().number);
        const auto number = value.asNumber();
        if (found == track.ranges.end() || !number || value.quality() != Quality::Good) continue;
        const base::MetricProfile& range = *found->second;
        if ((range.min && *number < *range.min) || (range.max && *number > *range.max))
            value.setQuality(Quality::UncertainRange);
    }
}

} // namespace historian::pipeline
