#pragma once

#include "mqtt_output.h"
#include "test_peer/judge.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/test_config.h>

#include <algorithm>
#include <atomic>
#include <semaphore>
#include <string>
#include <vector>

namespace historian::mqtt {

using testing::FakeHost;
using testing::TestConfig;
using Kind = Delivery::Kind;

/// A host that says when the output has begun to write readings.
class WatchedHost : public FakeHost {
public:
    WatchedHost() : FakeHost("broker") {}

    std::string_view name(Symbol symbol) const override
    {
        if (isWatched.exchange(false)) wroteReading.release();
        return FakeHost::name(symbol);
    }

    mutable std::atomic<bool> isWatched{false};
    mutable std::binary_semaphore wroteReading{0};
};

/// An output in a gateway of one site, and readings for it.
struct Gateway {
    explicit Gateway(int port, TestConfig::Texts texts = {})
        : output(host, configOf(port, std::move(texts)))
    {
        host.describe(metric("power"), {"W", SeriesKind::Gauge, Origin::Measured});
        host.describe(metric("energy_kwh"), {"kWh", SeriesKind::Counter, Origin::Measured});
        output.start();
    }

    static TestConfig configOf(int port, TestConfig::Texts texts)
    {
        texts.try_emplace("broker", "mqtt://127.0.0.1:" + std::to_string(port));
        return TestConfig(kKeys, texts);
    }

    Symbol device(std::string_view name) { return *host.symbol(NameKind::Device, name); }

    Symbol metric(std::string_view name) { return *host.symbol(NameKind::Metric, name); }

    Segment readings(std::size_t count, std::string_view from = "roof")
    {
        Segment segment{"store-a", {}};
        for (std::size_t i = 0; i < count; ++i) {
            Reading& reading = segment.readings.begin(device(from));
            reading.time = reading.received = host.clock().now();
            reading.seq = ++seq;
            segment.readings.add(Value::number(metric("power"), 550.5));
        }
        return segment;
    }

    WatchedHost host;
    MqttOutput output;
    std::uint64_t seq = 0;
};

inline std::size_t count(const Deliveries& deliveries, Kind kind)
{
    return static_cast<std::size_t>(std::ranges::count(deliveries, kind, &Delivery::kind));
}

inline std::vector<std::string> payloadsOf(const std::vector<Heard>& heard,
                                           const std::string& topic)
{
    std::vector<std::string> payloads;
    for (const Heard& one : heard)
        if (one.topic == topic) payloads.push_back(one.payload);
    return payloads;
}

} // namespace historian::mqtt
