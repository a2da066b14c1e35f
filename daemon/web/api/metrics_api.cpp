#include "web/api/api_routes.h"
#include "web/api/destinations/destination_metrics.h"
#include "web/api/prometheus_text.h"
#include "web/api/query_parameters.h"
#include "web/api/replies.h"

#include <unistd.h>

#include <array>
#include <fstream>

namespace historian::web::api {

namespace {

using Type = PrometheusText::Type;

constexpr std::size_t kSeriesMax = 10'000; ///< last values; beyond they are left out

double epochSeconds(Time time)
{
    return static_cast<double>(time.time_since_epoch().count()) / 1e6;
}

std::uint64_t residentBytes()
{
    std::uint64_t pages = 0;
    std::uint64_t resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void writeProcess(PrometheusText& text, const ApiContext& context)
{
    text.family("historian_info", Type::Gauge, "The version that runs.");
    text.sample({{"version", context.version}}, std::uint64_t{1});
    text.single("process_resident_memory_bytes", Type::Gauge, "Memory in use.", residentBytes());
    text.single("process_start_time_seconds",
                Type::Gauge,
                "When the daemon started.",
                epochSeconds(context.started));
    text.single("historian_clock_trusted",
                Type::Gauge,
                "Whether the machine's clock can be trusted.",
                std::uint64_t{context.clock.isTrusted() ? 1U : 0U});
}

void writeIntake(PrometheusText& text, const base::IntakeStatus& intake)
{
    text.single(
        "historian_intake_received_total", Type::Counter, "Readings received.", intake.received);
    text.family("historian_intake_readings_total", Type::Counter, "What became of readings.");
    text.sample({{"result", "stored"}}, intake.stored);
    text.sample({{"result", "duplicate"}}, intake.duplicates);
    text.sample({{"result", "rejected"}}, intake.rejected);
    text.sample({{"result", "failed"}}, intake.failed);
    text.single(
        "historian_intake_in_flight", Type::Gauge, "Readings not answered yet.", intake.inFlight);
    text.single("historian_intake_refusals_total",
                Type::Counter,
                "Bodies that were no readings at all.",
                intake.refusals);
    text.single("historian_intake_commits_total", Type::Counter, "Synced commits.", intake.commits);
    if (intake.lastCommit)
        text.single("historian_intake_last_commit_timestamp_seconds",
                    Type::Gauge,
                    "When the last commit was synced.",
                    epochSeconds(*intake.lastCommit));
}

void writeStore(PrometheusText& text, const StoreStatus& store)
{
    text.single("historian_store_readings", Type::Gauge, "Readings held.", store.readings);
    text.single("historian_store_bytes", Type::Gauge, "Bytes on disk.", store.bytes);
    text.single("historian_store_quota_bytes", Type::Gauge, "Bytes allowed.", store.quotaBytes);
    text.single("historian_store_blocks", Type::Gauge, "Sealed blocks.", store.blocks);
    text.single(
        "historian_store_journal_rows", Type::Gauge, "Rows not sealed yet.", store.journalRows);
    text.single("historian_store_written_bytes_total",
                Type::Counter,
                "Bytes written to the disk since start.",
                store.bytesWritten);
    if (store.daysLeft)
        text.single("historian_store_days_left", Type::Gauge, "Days until full.", *store.daysLeft);
}

void writeInstances(PrometheusText& text, const std::vector<base::InstanceStatus>& instances)
{
    text.family(
        "historian_instance_healthy", Type::Gauge, "Whether a plugin instance does its work.");
    for (const base::InstanceStatus& instance : instances)
        text.sample(
            {{"kind", instance.kind}, {"name", instance.name}, {"plugin", instance.plugin}},
            std::uint64_t{instance.condition == base::InstanceCondition::Healthy ? 1U : 0U});
    text.family("historian_instance_count_total", Type::Counter, "What plugin instances count.");
    for (const base::InstanceStatus& instance : instances)
        for (const base::CounterFigure& counter : instance.counters)
            text.sample(
                {{"kind", instance.kind}, {"name", instance.name}, {"counter", counter.name}},
                counter.value);
}

void writeWeb(PrometheusText& text, const ServerFigures& figures)
{
    text.single("historian_web_connections", Type::Gauge, "Open connections.", figures.connections);
    text.single("historian_web_live", Type::Gauge, "WebSockets and event streams.", figures.live);
    text.single(
        "historian_web_accepted_total", Type::Counter, "Accepted connections.", figures.accepted);
    text.family("historian_web_refused_total", Type::Counter, "Connections not served, by reason.");
    text.sample({{"reason", "peer"}}, figures.refusedPeers);
    text.sample({{"reason", "peer_cap"}}, figures.cappedPeers);
    text.sample({{"reason", "overload"}}, figures.overloads);
    text.family("historian_web_answers_total", Type::Counter, "Answers, by class of status.");
    constexpr std::array<std::string_view, 6> kClasses{"", "1xx", "2xx", "3xx", "4xx", "5xx"};
    for (std::size_t i = 1; i < kClasses.size(); ++i)
        text.sample({{"class", kClasses[i]}}, figures.answers[i]);
}

std::string_view nameOf(QualityClass quality)
{
    switch (quality) {
    case QualityClass::Good: return "good";
    case QualityClass::Uncertain: return "uncertain";
    case QualityClass::Bad: break;
    }
    return "bad";
}

void writeLatest(PrometheusText& text, const ApiContext& context)
{
    const Segment newest = context.archive.latest();
    const Batch& batch = newest.readings;
    text.family(
        "historian_last_reading_timestamp_seconds", Type::Gauge, "Time of the newest reading.");
    for (const Reading& reading : batch.readings())
        text.sample({{"device", context.symbols.name(reading.device)}}, epochSeconds(reading.time));
    text.family("historian_last_value", Type::Gauge, "The newest number of a series.");
    std::size_t series = 0;
    for (const Reading& reading : batch.readings())
        for (const Value& value : batch.values(reading)) {
            const auto number = value.asNumber();
            if (!number || ++series > kSeriesMax) continue;
            text.sample({{"device", context.symbols.name(reading.device)},
                         {"metric", context.symbols.name(value.metric())},
                         {"quality", nameOf(classOf(value.quality()))}},
                        *number);
        }
}

HttpReply metrics(const ApiContext& context)
{
    PrometheusText text;
    writeProcess(text, context);
    writeIntake(text, context.intake());
    writeStore(text, context.store.status());
    writeInstances(text, context.instances());
    if (context.destinations != nullptr)
        writeDestinationMetrics(text, context.destinations->destinations(), context.clock.now());
    writeWeb(text, context.web());
    writeLatest(text, context);
    HttpReply reply;
    reply.contentType = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = text.take();
    return reply;
}

} // namespace

void addMetricsRoute(const ApiContext& context, std::vector<Route>& routes)
{
    routes.push_back(makeRoute("GET", "/metrics", Access::Read, [&](HttpRequest& request) {
        const QueryParameters query(request, {});
        return query.refusal() ? *query.refusal() : metrics(context);
    }));
}

} // namespace historian::web::api
