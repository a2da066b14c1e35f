#pragma once

#include "postgres_output.h"
#include "test_peer/test_database.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/test_config.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace historian::postgres {

using testing::FakeHost;
using testing::TestConfig;
using Kind = Delivery::Kind;

/// An output in the gateway of site-001, and readings for it.
struct Gateway {
    explicit Gateway(const TestDatabase& database, TestConfig::Texts texts = {})
        : output(host, configOf(database, std::move(texts)))
    {
        output.start();
    }

    static TestConfig configOf(const TestDatabase& database, TestConfig::Texts texts)
    {
        texts.try_emplace("host", database.directory().string());
        texts.try_emplace("user", "gateway_site-001");
        texts.try_emplace("password", std::string(kGatewayPassword));
        return TestConfig(kKeys, texts);
    }

    Symbol device(std::string_view name) { return *host.symbol(NameKind::Device, name); }

    Symbol metric(std::string_view name) { return *host.symbol(NameKind::Metric, name); }

    /// Readings of `roof`, one a second; each has its own number as power.
    Segment readings(std::size_t count)
    {
        Segment segment{"store-a", {}};
        for (std::size_t i = 0; i < count; ++i) {
            Reading& reading = segment.readings.begin(device("roof"));
            reading.seq = ++seq;
            reading.time = host.clock().now() + std::chrono::seconds(seq);
            segment.readings.add(Value::integer(metric("power"), static_cast<std::int64_t>(seq)));
        }
        return segment;
    }

    FakeHost host{"warehouse"};
    PostgresOutput output;
    std::uint64_t seq = 0;
};

inline std::size_t count(const Deliveries& deliveries, Kind kind)
{
    return static_cast<std::size_t>(std::ranges::count(deliveries, kind, &Delivery::kind));
}

inline constexpr const char* kCountRows = "select count(*) from energy_readings";

} // namespace historian::postgres
