#pragma once

#include "peer_process.h"
#include "supabase_output.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

namespace historian::supabase {

inline constexpr std::string_view kPublishable = "sb_publishable_abcdefghijklmnop";
inline constexpr std::string_view kSecretKey = "sb_secret_qrstuvwxyzabcdef";
inline constexpr std::string_view kPassword = "correct horse battery";

/// The plugin before the real peer, which all tests of this program share; each begins with empty
/// tables, whole rights and no faults.
class OutputTest : public ::testing::Test {
protected:
    static testing::PeerProcess& peer()
    {
        static testing::PeerProcess process;
        return process;
    }

    void SetUp() override
    {
        peer().set(R"({"faults":[],"is_v14":false,"echoes":"","token_seconds":3600})");
        peer().sql("truncate energy_readings, hourly_energy, reading_gap, gateway_status; "
                   "update historian_gateway set revoked_at = null");
        (void)peer().log();
        host.manualClock.set(Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 25)));
    }

    testing::TestConfig::Texts texts() const
    {
        return {{"url", peer().url()},
                {"key", std::string(kPublishable)},
                {"email", "site-001@gateway.invalid"},
                {"password", std::string(kPassword)}};
    }

    /// The plugin, with some keys set otherwise.
    SupabaseOutput& output(const testing::TestConfig::Texts& changes = {})
    {
        auto merged = texts();
        for (const auto& [key, text] : changes) merged[key] = text;
        output_ = std::make_unique<SupabaseOutput>(
            host, testing::TestConfig(Settings::kKeys, merged), callTimeMax);
        return *output_;
    }

    Symbol metric(std::string_view name) { return *host.symbol(NameKind::Metric, name); }

    /// `count` readings of one device from seq `first` on, a second apart.
    Segment
    readings(std::size_t count, std::uint64_t first = 1, std::string_view device = "meter-1")
    {
        Segment segment{.storeId = "store-A", .readings = {}};
        for (std::size_t i = 0; i < count; ++i) {
            Reading& reading = segment.readings.begin(*host.symbol(NameKind::Device, device));
            reading.seq = first + i;
            reading.time =
                host.manualClock.now() - std::chrono::hours(1) + std::chrono::seconds(first + i);
            segment.readings.add(Value::number(metric("power"), 550.25 + static_cast<double>(i)));
            segment.readings.add(Value::number(metric("voltage"), 230.5));
        }
        return segment;
    }

    std::string count() { return peer().sql("select count(*) from energy_readings"); }

    /// Until the condition holds; the peer may need a moment for a changed schema.
    template <typename Condition>
    static void eventually(const Condition& condition)
    {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (!condition()) {
            ASSERT_LT(std::chrono::steady_clock::now(), end) << "it did not come to it";
            std::this_thread::yield();
        }
    }

    static std::size_t kinds(const Deliveries& answers, Delivery::Kind kind)
    {
        return static_cast<std::size_t>(std::ranges::count(answers, kind, &Delivery::kind));
    }

    testing::FakeHost host{"cloud"};
    std::chrono::milliseconds callTimeMax = kCallTimeMax;

private:
    std::unique_ptr<SupabaseOutput> output_;
};

} // namespace historian::supabase
