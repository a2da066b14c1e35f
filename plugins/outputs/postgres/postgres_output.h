#pragma once

#include "settings.h"
#include "trouble/trouble.h"
#include "wire/deadline.h"
#include "wire/session.h"

#include <historian/companions.h>
#include <historian/config_faults.h>
#include <historian/output.h>
#include <historian/plugin.h>
#include <historian/probe.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace historian::postgres {

/// How long the server may take to let us in, and one call altogether.
inline constexpr std::chrono::seconds kConnectMax{10};
inline constexpr std::chrono::seconds kCallMax{40};

/// Delivers to the tables of schema.sql, one transaction per batch. The key absorbs what was
/// delivered before, so that a lost answer costs nothing. Threads: stop() may come at any time and
/// ends a call under way.
class PostgresOutput : public Output,
                       public GapOutput,
                       public HourOutput,
                       public StatusOutput,
                       public DayCounts,
                       public Probe,
                       public ConfigFaults {
public:
    static constexpr PluginAbout about()
    {
        return {.name = "postgres",
                .version = "0.1.0",
                .summary = "readings in a PostgreSQL database",
                .keys = kKeys,
                .isRequired = true};
    }

    PostgresOutput(Host& host, const Config& config);

    void start() override;
    Deliveries deliver(const Segment& segment) override;
    void stop() override;

    Deliveries deliverGaps(std::span<const ReadingGap> gaps) override;
    Deliveries deliverHours(std::span<const EnergyHour> hours) override;
    Delivery deliverStatus(const GatewayStatus& status) override;
    Result<std::vector<DayCount>> countDays(Time from, Time to) override;
    std::vector<ProbeStep> probe() override;

    std::vector<std::string> configFaults() const override { return settings_.faults; }

private:
    std::optional<Failure> connect();
    Session::Answer send(const std::string& copyText);
    Session::Answer run(const char* sql, const std::vector<std::string>& values);
    Session::Answer leave(Session::Answer answer, Deadline& deadline);
    Delivery put(const char* sql, std::string rows);
    Delivery judge(const Session::Answer& answer, std::size_t offered);
    void settle(Deliveries& deliveries, const Segment& segment, const Table& inserted);

    Host& host_;
    const Settings settings_;
    Counter& sentBytes_;
    Counter& inserted_;
    Counter& duplicates_;
    Counter& connections_;
    std::unique_ptr<Session> session_;
    trouble::Trouble trouble_;
    Interruption interruption_;
    std::mutex calls_; ///< held during a call; guards session_ and trouble_
};

} // namespace historian::postgres
