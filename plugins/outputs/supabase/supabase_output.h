#pragma once

#include "body/bodies.h"
#include "health.h"
#include "settings.h"
#include "wire/endpoint.h"

#include <historian/companions.h>
#include <historian/config_faults.h>
#include <historian/plugin.h>
#include <historian/probe.h>

#include <span>
#include <string>
#include <vector>

namespace historian::supabase {

/// Measured: columns, one reading a request; a row's share of its indexes; the free plan.
inline constexpr DataCost kCost{.sentARequest = 1140,
                                .sentAReading = 6,
                                .sentAValue = 5.7,
                                .keptAReading = 262,
                                .keptAValue = 8,
                                .keptMax = 500e6};

/// Sends readings to the tables of schema.sql through the data API of a Supabase project or any
/// PostgREST. One request a call; what it answers is told record by record.
/// Threads: none of its own; the host makes one call at a time.
class SupabaseOutput : public Output,
                       public GapOutput,
                       public HourOutput,
                       public StatusOutput,
                       public DayCounts,
                       public Probe,
                       public ConfigFaults {
public:
    static constexpr PluginAbout about()
    {
        return {.name = "supabase",
                .version = "0.1.0",
                .summary = "sends everything to Supabase, or to PostgREST before any PostgreSQL",
                .keys = Settings::kKeys,
                .isRequired = true,
                .cost = kCost};
    }

    SupabaseOutput(Host& host,
                   const Config& config,
                   std::chrono::milliseconds callTimeMax = kCallTimeMax);

    void start() override {}

    Deliveries deliver(const Segment& segment) override;

    void stop() override {}

    Deliveries deliverGaps(std::span<const ReadingGap> gaps) override;
    Deliveries deliverHours(std::span<const EnergyHour> hours) override;
    Delivery deliverStatus(const GatewayStatus& status) override;
    Result<std::vector<DayCount>> countDays(Time from, Time to) override;
    std::vector<ProbeStep> probe() override;

    std::vector<std::string> configFaults() const override { return settings_.faults; }

private:
    Deliveries send(const Rows& rows);
    Deliveries sendCsv(const Rows& rows);
    Deliveries sendJson(const Rows& rows, std::size_t insertedBefore);
    Deliveries sendColumns(const Rows& rows, Reply reply);
    Deliveries sendSmall(std::string_view table,
                         std::string_view key,
                         std::string_view resolution,
                         const std::string& body,
                         std::size_t count);
    Deliveries refused(std::string_view table, const Reply& reply, std::size_t count);
    void accepted(std::size_t count, std::size_t inserted);

    Host& host_;
    Settings settings_;
    Endpoint endpoint_;
    Counter& inserted_;
    Counter& duplicates_;
    Counter& outOfTime_;
    SteadyTime rowsUntil_ = SteadyTime::min(); ///< ingest_readings was missing
    Health health_;
};

} // namespace historian::supabase
