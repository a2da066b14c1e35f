#pragma once

#include <historian/clock.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace historian::app {

/// One simulated device: the same plan shows the same at the same time.
struct DemoPlan {
    std::string_view id;
    double ratedKw = 1;
    std::uint64_t seed = 0;
    std::chrono::minutes noon{0};     ///< solar noon, after 00:00 UTC
    std::chrono::minutes rebootAt{0}; ///< of every day: its counter starts at 0 again; 0: never
    std::chrono::minutes silentFrom{0};
    std::chrono::minutes silentUntil{0}; ///< of every day: it sends nothing
};

/// The devices of `--demo`: two halves of a roof that see the sun one before the other, and a
/// carport. The western half reboots at 12:30 UTC; the carport is silent from 14:00 to 14:40.
std::span<const DemoPlan> demoPlans();

/// What a device shows at one instant.
struct DemoPoint {
    double current = 0;
    double voltage = 0;
    double power = 0;
    double acPowerKw = 0;
    double totalEnergyKwh = 0;
    double gridFrequencyHz = 0;
    double powerFactor = 0;
    double ambientTempC = 0;
    double irradianceWm2 = 0;
    std::int64_t systemStatus = 0; ///< 0 off, 1 on
    double efficiency = 0;
};

/// How much of a clear sky's light is there, 0.15 to 1: clouds that drift by within minutes.
double cloudShare(std::uint64_t seed, Time time);

/// Irradiance in W/m2: a bell from six hours before noon to six after, under clouds.
double irradianceAt(const DemoPlan& plan, Time time);

/// Whether the device sends nothing: its daily outage, or the two minutes after a reboot.
bool isSilent(const DemoPlan& plan, Time time);

/// A device that runs along its curve and counts its energy.
/// Threads: one.
class DemoMeter {
public:
    explicit DemoMeter(const DemoPlan& plan) : plan_(plan) {}

    /// What it sends at this time, if anything; asked with rising times.
    std::optional<DemoPoint> at(Time time);

private:
    void count(Time time, double powerKw);

    DemoPlan plan_;
    std::optional<Time> last_;
    double lastPowerKw_ = 0;
    double energyKwh_ = 0;
};

} // namespace historian::app
