#include "prober.h"

#include "body/bodies.h"
#include "wire/receipts.h"

#include <string>

namespace historian::supabase {

namespace {

struct Table {
    std::string_view name;
    std::string_view key;
    std::string_view resolution;
    std::string_view columns;
};

constexpr Table kTables[] = {
    {"energy_readings", rows::kReadingKey, "ignore-duplicates", rows::kReadingColumns},
    {"hourly_energy",
     "site_id,device_id,metric,hour,revision",
     "ignore-duplicates",
     "site_id,device_id,metric,hour,revision,energy_kwh,coverage,readings,approved"},
    {"reading_gap",
     "site_id,store_id,first_seq",
     "merge-duplicates",
     "site_id,store_id,first_seq,last_seq,cause,why,decided_at,closed,readings"},
    {"gateway_status",
     "site_id",
     "merge-duplicates",
     "site_id,at,version,clock_trusted,store_id,last_seq,backlog,oldest_unsent,quarantined,"
     "dropped,store_bytes,days_left"},
};

/// An empty delivery with everything a real one has: only a right destination takes it.
ProbeStep tableStep(Endpoint& endpoint, const Table& table)
{
    std::string path(table.name);
    path.append("?on_conflict=").append(table.key).append("&columns=").append(table.columns);
    const std::string prefer = "resolution=" + std::string(table.resolution) +
                               ",return=minimal,missing=default,count=exact";
    const Reply reply = endpoint.ask({.path = path, .body = "[]", .prefer = prefer});
    const std::string what = "table " + std::string(table.name);
    if (!reply.isSuccess()) return {what, false, reply.why};
    if (!rowsTaken(reply.answer, table.resolution))
        return {what, false, "the answer has not the signs of the database: check url"};
    return {what, true, "columns, key and rights are right"};
}

ProbeStep siteStep(Endpoint& endpoint, std::string_view site)
{
    const Reply reply = endpoint.ask({.path = "rpc/historian_site", .body = "{}"});
    if (!reply.isSuccess()) return {"site", false, reply.why};
    const std::string& bound = reply.answer.body;
    if (bound == '"' + std::string(site) + '"')
        return {"site", true, "this login writes for " + std::string(site)};
    if (bound == "null")
        return {
            "site", false, "this login is bound to no site, or was revoked: run historian_enroll"};
    return {"site", false, "this login is bound to another site than " + std::string(site)};
}

ProbeStep columnarStep(Endpoint& endpoint)
{
    const Reply reply = endpoint.ask(
        {.path = "rpc/ingest_readings", .body = R"({"batch":{"tick":1,"groups":[]}})"});
    if (reply.code == "PGRST202")
        return {"ingest_readings", true, "not installed: readings go as JSON rows"};
    if (!reply.isSuccess()) return {"ingest_readings", false, reply.why};
    const bool isRight = ingestReceiptOf(reply.answer.body).has_value();
    return {
        "ingest_readings", isRight, isRight ? "installed" : "its answer is not of this version"};
}

} // namespace

std::vector<ProbeStep>
probeDestination(Endpoint& endpoint, const Settings& settings, std::string_view site)
{
    std::vector<ProbeStep> steps;
    const Reply login = endpoint.logIn();
    if (!login.why.empty()) return {{"log-in", false, login.why}};
    if (!settings.email.empty()) steps.push_back({"log-in", true, "as " + settings.email});
    for (const Table& table : kTables) {
        steps.push_back(tableStep(endpoint, table));
        if (!steps.back().isGood) return steps;
    }
    if (!settings.email.empty()) {
        steps.push_back(siteStep(endpoint, site));
        if (!steps.back().isGood) return steps;
    }
    steps.push_back(columnarStep(endpoint));
    return steps;
}

} // namespace historian::supabase
