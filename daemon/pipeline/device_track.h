#pragma once

#include "base/device_profile.h"
#include "base/symbol_table.h"
#include "pipeline/notices.h"
#include "pipeline/time_choice.h"
#include "state/registry.h"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace historian::pipeline {

/// An id that comes from another address while the known one still posts is another board.
inline constexpr std::chrono::minutes kAddressSilence{10};

/// What the commit thread remembers of one device.
struct DeviceTrack {
    Symbol symbol;
    state::Registry::Admission admission = state::Registry::Admission::Unknown;
    bool isApproved = false;
    std::uint64_t revision = 0; ///< of the registry when this was looked up
    const base::DeviceProfile* profile = nullptr;
    std::unordered_map<std::uint32_t, const base::MetricProfile*> ranges; ///< metrics with a range
    DeviceClock clock;
    std::string address;
    Time lastReceived{};
    Time newest{};          ///< the highest time stored
    std::uint64_t turn = 0; ///< the last turn that changed `clock` or `newest`
};

/// The devices as the commit thread sees them: admitted or not, with their profiles, clocks and
/// addresses. Threads: the commit thread.
class DeviceTracks {
public:
    DeviceTracks(base::SymbolTable& symbols,
                 state::Registry& registry,
                 Notices& notices,
                 const std::vector<base::DeviceProfile>& profiles);

    /// The track of the device a reading belongs to, up to date with the registry. Gives a device
    /// without a profile the one whose fingerprint the reading has.
    DeviceTrack& of(const Batch& batch, const Reading& reading, bool acceptsUnknown);

    /// The same for a device whose id comes from two addresses at a time: the second is tracked,
    /// and stored, as ID@address.
    DeviceTrack& ofAddress(const Batch& batch, const Reading& reading, bool acceptsUnknown);

    /// After a restart: the highest time stored of a device.
    void rememberNewest(Symbol device, Time newest) { tracks_[device].newest = newest; }

    /// Marks values outside the ranges of the device's profile as uncertain.
    void judgeRanges(const DeviceTrack& track, Batch& batch, const Reading& reading) const;

private:
    DeviceTrack&
    ofSecond(const Batch& batch, const Reading& reading, DeviceTrack& first, bool acceptsUnknown);
    bool isKnownSecond(const DeviceTrack& first, std::string_view address) const;
    void refresh(DeviceTrack& track, std::string_view address, bool acceptsUnknown);
    void useProfile(DeviceTrack& track, const std::string& name);
    const base::DeviceProfile* fingerprintOf(const Batch& batch, const Reading& reading) const;

    base::SymbolTable& symbols_;
    state::Registry& registry_;
    Notices& notices_;
    const std::vector<base::DeviceProfile>& profiles_;
    std::map<Symbol, DeviceTrack> tracks_;
};

} // namespace historian::pipeline
