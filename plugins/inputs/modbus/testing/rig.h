#pragma once

#include "modbus_input.h"
#include "testing/live_host.h"

#include <historian/testing/fake_sink.h>
#include <historian/testing/test_config.h>

#include <optional>

namespace historian::modbus::testing {

inline constexpr std::chrono::seconds kPatience{120};

/// An input against a peer: configure, run, look at what it submitted. Threads: that of the test.
class Rig {
public:
    using Texts = historian::testing::TestConfig::Texts;

    explicit Rig(const std::string& connection, Texts more = {})
        : config_(kKeys, with(std::move(more), connection))
    {
    }

    ~Rig() { stop(); }

    historian::testing::TestConfig& config() { return config_; }

    historian::testing::TestConfig& unit(int id, const std::string& device)
    {
        return config_.addMap("units", {{"id", std::to_string(id)}, {"device", device}});
    }

    /// A unit with one holding register, named `value`.
    void simpleUnit(int id, const std::string& device, int address)
    {
        unit(id, device)
            .addMap("registers", {{"metric", "value"}, {"address", std::to_string(address)}});
    }

    ModbusInput& input()
    {
        if (!input_) input_.emplace(host, config_);
        return *input_;
    }

    void start() { input().start(sink); }

    void stop()
    {
        if (input_) input_->stop();
    }

    bool waitFor(std::size_t readings) { return sink.waitFor(readings, kPatience); }

    /// The values of a metric of a device so far: numbers as text, else the reason.
    std::vector<std::string> values(const std::string& device, const std::string& metric);

    /// The time from one reading of the device to the next, in the middle of all so far.
    std::chrono::duration<double> middleStep(const std::string& device);

    /// Waits until the device has that many values of the metric.
    bool waitForValues(const std::string& device, const std::string& metric, std::size_t count);

    LiveHost host;
    historian::testing::FakeSink sink{historian::testing::FakeSink::Mood::Committing};

private:
    static Texts with(Texts texts, const std::string& connection)
    {
        texts.emplace("connection", connection);
        texts.emplace("interval", "100ms");
        return texts;
    }

    historian::testing::TestConfig config_;
    std::optional<ModbusInput> input_;
};

} // namespace historian::modbus::testing
