#include "app/demo/demo_input.h"

#include <historian/codec/time_text.h>

#include <string>
#include <string_view>

namespace historian::app {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 11> kMetrics{"current",
                                                    "voltage",
                                                    "power",
                                                    "ac_power_kw",
                                                    "total_energy_kwh",
                                                    "grid_frequency_hz",
                                                    "power_factor",
                                                    "ambient_temp_c",
                                                    "irradiance_w_m2",
                                                    "system_status",
                                                    "efficiency"};
constexpr std::chrono::hours kSeeded{24};
constexpr std::size_t kSeedBatch = 500;

Symbol symbolOf(Host& host, NameKind kind, std::string_view name)
{
    const Result<Symbol> symbol = host.symbol(kind, name);
    if (!symbol) throw Unavailable("demo: " + std::string(name) + ": " + symbol.error().message);
    return *symbol;
}

} // namespace

std::vector<base::DeviceSettings> demoDevices()
{
    std::vector<base::DeviceSettings> devices;
    for (const DemoPlan& plan : demoPlans()) {
        base::DeviceSettings& device = devices.emplace_back();
        device.id = plan.id;
        device.profile = "demo";
        device.ratedKw = plan.ratedKw;
    }
    return devices;
}

DemoInput::DemoInput(Host& host) : host_(host)
{
    for (const DemoPlan& plan : demoPlans())
        devices_.push_back({DemoMeter(plan), symbolOf(host, NameKind::Device, plan.id)});
    for (std::size_t i = 0; i < kMetrics.size(); ++i)
        metrics_[i] = symbolOf(host, NameKind::Metric, kMetrics[i]);
}

void DemoInput::start(Sink& sink)
{
    thread_ = std::jthread([this, &sink](const std::stop_token& stop) { run(stop, sink); });
    host_.healthy();
}

void DemoInput::stop()
{
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

Batch DemoInput::readingsAt(Time time, ClockPolicy clock)
{
    Batch batch;
    for (Device& device : devices_) addReading(batch, device, time, clock);
    return batch;
}

void DemoInput::run(const std::stop_token& stop, Sink& sink)
{
    if (!seed(stop, sink)) return;
    do {
        const Batch live = readingsAt(host_.clock().now(), ClockPolicy::Arrival);
        if (!live.isEmpty()) sink.submit(Batch(live), [](const Outcome& /*outcome*/) {});
    } while (rest(stop, 1s));
}

/// False: a stop was asked for first.
bool DemoInput::seed(const std::stop_token& stop, Sink& sink)
{
    const Time now = host_.clock().now();
    Batch batch;
    for (Time time = std::chrono::ceil<std::chrono::minutes>(now - kSeeded); time < now;
         time += 1min) {
        for (Device& device : devices_) addReading(batch, device, time, ClockPolicy::Device);
        if (batch.size() < kSeedBatch) continue;
        if (!submit(stop, sink, batch)) return false;
        batch.clear();
    }
    return submit(stop, sink, batch);
}

/// Submits until taken; false: a stop was asked for first.
bool DemoInput::submit(const std::stop_token& stop, Sink& sink, const Batch& batch)
{
    while (!stop.stop_requested()) {
        const Submission answer = sink.submit(Batch(batch), [](const Outcome& /*outcome*/) {});
        if (answer.isAccepted) return true;
        rest(stop, answer.retryAfter);
    }
    return false;
}

/// False: a stop was asked for.
bool DemoInput::rest(const std::stop_token& stop, std::chrono::milliseconds time)
{
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

void DemoInput::addReading(Batch& batch, Device& device, Time time, ClockPolicy clock)
{
    const std::optional<DemoPoint> point = device.meter.at(time);
    if (!point) return;
    Reading& reading = batch.begin(device.symbol);
    reading.clock = clock;
    reading.time = time;
    reading.hasSentTime = true;
    reading.received = host_.clock().now();
    reading.sentTime = batch.keep(codec::timeText(time));
    reading.address = batch.keep("demo");
    const std::array numbers{point->current,
                             point->voltage,
                             point->power,
                             point->acPowerKw,
                             point->totalEnergyKwh,
                             point->gridFrequencyHz,
                             point->powerFactor,
                             point->ambientTempC,
                             point->irradianceWm2};
    for (std::size_t i = 0; i < numbers.size(); ++i)
        batch.add(Value::number(metrics_[i], numbers[i]));
    batch.add(Value::integer(metrics_[9], point->systemStatus));
    batch.add(Value::number(metrics_[10], point->efficiency));
}

} // namespace historian::app
