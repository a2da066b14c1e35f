#include "app/demo/demo_curve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace historian::app {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr std::array<DemoPlan, 3> kPlans{{
    {"demo-roof-east", 5.0, 1, 11h, 0min, 0min, 0min},
    {"demo-roof-west", 5.0, 2, 13h, 12h + 30min, 0min, 0min},
    {"demo-carport", 10.0, 3, 12h, 0min, 14h, 14h + 40min},
}};

constexpr std::chrono::minutes kBootTime{2};

microseconds sinceMidnight(Time time)
{
    return time - std::chrono::floor<std::chrono::days>(time);
}

/// A number in [0, 1) that belongs to the seed and the step (splitmix64).
double noise(std::uint64_t seed, std::int64_t step)
{
    std::uint64_t x = seed * 0x9E3779B97F4A7C15U + static_cast<std::uint64_t>(step);
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<double>((x ^ (x >> 31U)) >> 11U) * 0x1.0p-53;
}

/// Noise that changes from step to step without a jump.
double smoothNoise(std::uint64_t seed, Time time, microseconds step)
{
    const std::int64_t index = time.time_since_epoch() / step;
    const microseconds into = time.time_since_epoch() % step;
    const double share = static_cast<double>(into.count()) / static_cast<double>(step.count());
    const double eased = share * share * (3 - 2 * share);
    return std::lerp(noise(seed, index), noise(seed, index + 1), eased);
}

double rounded(double value, double step)
{
    return std::round(value / step) * step;
}

/// Decimals as a board prints them.
double decimals(double value, int count)
{
    const double scale = std::pow(10, count);
    return std::round(value * scale) / scale;
}

/// The latest daily reboot up to that time.
Time lastReboot(const DemoPlan& plan, Time time)
{
    const Time today = std::chrono::floor<std::chrono::days>(time) + plan.rebootAt;
    return today <= time ? today : today - std::chrono::days(1);
}

bool hasReboot(const DemoPlan& plan)
{
    return plan.rebootAt > 0min;
}

} // namespace

std::span<const DemoPlan> demoPlans()
{
    return kPlans;
}

double cloudShare(std::uint64_t seed, Time time)
{
    const double weather = smoothNoise(seed, time, 40min);
    const double cloud = smoothNoise(seed + 100, time, 90s);
    return 1 - 0.85 * std::clamp(2 * weather * cloud - 0.35, 0.0, 1.0);
}

double irradianceAt(const DemoPlan& plan, Time time)
{
    constexpr double halfDay = 6 * 3600.0;
    const std::chrono::duration<double> fromNoon = sinceMidnight(time) - microseconds(plan.noon);
    if (std::abs(fromNoon.count()) >= halfDay) return 0;
    const double height = std::cos(fromNoon.count() / halfDay * std::numbers::pi / 2);
    return 1000 * std::pow(height, 1.2) * cloudShare(plan.seed, time);
}

bool isSilent(const DemoPlan& plan, Time time)
{
    const microseconds now = sinceMidnight(time);
    if (now >= plan.silentFrom && now < plan.silentUntil) return true;
    return hasReboot(plan) && time - lastReboot(plan, time) < kBootTime;
}

std::optional<DemoPoint> DemoMeter::at(Time time)
{
    const double irradiance = irradianceAt(plan_, time);
    const double temperature = 14 + 14 * irradiance / 1000 + 3 * smoothNoise(plan_.seed, time, 1h);
    const double efficiency = 0.97 - 0.0012 * std::max(temperature - 20, 0.0);
    const double powerKw = plan_.ratedKw * irradiance / 1000 * efficiency;
    count(time, powerKw);
    if (isSilent(plan_, time)) return std::nullopt;

    DemoPoint point;
    point.voltage = decimals(228 + 6 * smoothNoise(plan_.seed + 200, time, 20s), 1);
    point.powerFactor = decimals(powerKw > 0.05 ? 0.99 - 0.02 * noise(plan_.seed, 7) : 0.95, 3);
    point.power = rounded(powerKw * 1000, 1);
    point.acPowerKw = decimals(powerKw, 3);
    point.current = decimals(point.power / (point.voltage * point.powerFactor), 3);
    point.totalEnergyKwh = decimals(energyKwh_, 3);
    point.gridFrequencyHz = decimals(49.97 + 0.06 * smoothNoise(9, time, 15s), 2);
    point.ambientTempC = decimals(temperature, 1);
    point.irradianceWm2 = rounded(irradiance, 1);
    point.systemStatus = 1;
    point.efficiency = decimals(efficiency, 3);
    return point;
}

/// Trapezoids between the times asked; a reboot in between starts the counter at 0.
void DemoMeter::count(Time time, double powerKw)
{
    if (last_) {
        const std::chrono::duration<double, std::ratio<3600>> hours = time - *last_;
        energyKwh_ += hours.count() * (lastPowerKw_ + powerKw) / 2;
    }
    if (last_ && hasReboot(plan_) && lastReboot(plan_, time) > *last_) energyKwh_ = 0;
    last_ = time;
    lastPowerKw_ = powerKw;
}

} // namespace historian::app
