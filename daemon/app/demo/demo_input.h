#pragma once

#include "app/demo/demo_curve.h"
#include "base/device_profile.h"

#include <historian/host.h>
#include <historian/input.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace historian::app {

/// The devices of the demonstration as a configuration would name them, with profile `demo`, so
/// that each of their metrics has the origin simulated.
std::vector<base::DeviceSettings> demoDevices();

/// The only input of `--demo`: the last 24 hours once at start, minute by minute, then every
/// device once a second. Nothing of it was measured, and the profile says so.
/// Threads: as Input.
class DemoInput : public Input {
public:
    /// Throws Unavailable if the host refuses a name.
    explicit DemoInput(Host& host);

    void start(Sink& sink) override;
    void stop() override;

    /// One reading of each device that sends at that time; `clock` says how it is to be dated.
    Batch readingsAt(Time time, ClockPolicy clock);

private:
    struct Device {
        DemoMeter meter;
        Symbol symbol;
    };

    void run(const std::stop_token& stop, Sink& sink);
    bool seed(const std::stop_token& stop, Sink& sink);
    bool submit(const std::stop_token& stop, Sink& sink, const Batch& batch);
    bool rest(const std::stop_token& stop, std::chrono::milliseconds time);
    void addReading(Batch& batch, Device& device, Time time, ClockPolicy clock);

    Host& host_;
    std::vector<Device> devices_;
    std::array<Symbol, 11> metrics_;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::jthread thread_;
};

} // namespace historian::app
