#include "pipeline/device_track.h"

#include <algorithm>

namespace historian::pipeline {

using Admission = state::Registry::Admission;

namespace {

bool isAdmitted(const DeviceTrack& track)
{
    return track.admission == Admission::Known || track.admission == Admission::New;
}

} // namespace

DeviceTracks::DeviceTracks(base::SymbolTable& symbols,
                           state::Registry& registry,
                           Notices& notices,
                           const std::vector<base::DeviceProfile>& profiles)
    : symbols_(symbols), registry_(registry), notices_(notices), profiles_(profiles)
{
}

DeviceTrack& DeviceTracks::of(const Batch& batch, const Reading& reading, bool acceptsUnknown)
{
    DeviceTrack& track = tracks_[reading.device];
    track.symbol = reading.device;
    if (track.revision != registry_.revision() || !isAdmitted(track))
        refresh(track, batch.text(reading.address), acceptsUnknown);
    if (track.profile != nullptr || !isAdmitted(track)) return track;
    if (const auto* found = fingerprintOf(batch, reading)) {
        registry_.assignProfile(symbols_.name(track.symbol), found->name);
        useProfile(track, found->name);
    }
    return track;
}

DeviceTrack&
DeviceTracks::ofAddress(const Batch& batch, const Reading& reading, bool acceptsUnknown)
{
    DeviceTrack& track = of(batch, reading, acceptsUnknown);
    const std::string_view address = batch.text(reading.address);
    if (address.empty() || address == track.address || reading.clock == ClockPolicy::Device)
        return track;
    // After a restart the second board may be the first to post; the registry knows it.
    if (track.address.empty()) {
        if (isKnownSecond(track, address)) return ofSecond(batch, reading, track, acceptsUnknown);
        track.address = address;
        return track;
    }
    if (reading.received - track.lastReceived < kAddressSilence)
        return ofSecond(batch, reading, track, acceptsUnknown);
    notices_.add("device_moved",
                 std::string(symbols_.name(track.symbol)),
                 track.address + " -> " + std::string(address));
    track.address = address;
    return track;
}

bool DeviceTracks::isKnownSecond(const DeviceTrack& first, std::string_view address) const
{
    const std::string id(symbols_.name(first.symbol));
    return registry_.find(id + "@" + std::string(address)).has_value();
}

DeviceTrack& DeviceTracks::ofSecond(const Batch& batch,
                                    const Reading& reading,
                                    DeviceTrack& first,
                                    bool acceptsUnknown)
{
    const std::string id(symbols_.name(first.symbol));
    const std::string address(batch.text(reading.address));
    const auto alias = symbols_.symbol(NameKind::Device, id + "@" + address);
    if (!alias) return first;
    const bool isNew = !tracks_.contains(*alias);
    Reading second = reading;
    second.device = *alias;
    DeviceTrack& track = of(batch, second, acceptsUnknown);
    track.address = address;
    if (isNew && track.admission == Admission::New)
        notices_.add("device_id_shared",
                     id,
                     first.address + " and " + address + " both post it; the second is stored as " +
                         std::string(symbols_.name(*alias)));
    return track;
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
    const auto isThere = [&](const std::string& name) {
        const auto symbol = symbols_.find(NameKind::Metric, name);
        return symbol && std::ranges::find(values, *symbol, &Value::metric) != values.end();
    };
    for (const base::DeviceProfile& profile : profiles_) {
        if (profile.fingerprintMetrics.empty()) continue;
        if (!batch.text(reading.sentTime).starts_with(profile.fingerprintSentTime)) continue;
        if (std::ranges::all_of(profile.fingerprintMetrics, isThere)) return &profile;
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
