#include "web/api/api_routes.h"
#include "web/api/destinations/destination_json.h"
#include "web/api/openapi_document.h"
#include "web/api/query_parameters.h"
#include "web/api/replies.h"

namespace historian::web::api {

namespace {

using codec::JsonWriter;

void writeSite(JsonWriter& json, const base::SiteSettings& site)
{
    json.key("site").beginObject().key("id").text(site.id).key("name").text(site.name);
    json.key("timezone").text(site.timezone).key("country").text(site.country);
    writeNumber(json, "capacity_kw", site.capacityKw);
    json.endObject();
}

void writeIntake(JsonWriter& json, const base::IntakeStatus& intake)
{
    json.key("intake").beginObject();
    json.key("received").unsignedInteger(intake.received);
    json.key("stored").unsignedInteger(intake.stored);
    json.key("duplicates").unsignedInteger(intake.duplicates);
    json.key("rejected").unsignedInteger(intake.rejected);
    json.key("failed").unsignedInteger(intake.failed);
    json.key("in_flight").unsignedInteger(intake.inFlight);
    json.key("refusals").unsignedInteger(intake.refusals);
    json.key("commits").unsignedInteger(intake.commits);
    writeTime(json, "last_commit", intake.lastCommit);
    json.endObject();
}

void writeStore(JsonWriter& json, const StoreStatus& store)
{
    std::optional<double> bytesPerReading;
    if (store.readings > 0)
        bytesPerReading = static_cast<double>(store.bytes) / static_cast<double>(store.readings);
    json.key("store").beginObject().key("store_id").text(store.storeId);
    json.key("readings").unsignedInteger(store.readings);
    json.key("bytes").unsignedInteger(store.bytes);
    writeNumber(json, "bytes_per_reading", bytesPerReading);
    json.key("quota_bytes").unsignedInteger(store.quotaBytes);
    json.key("blocks").unsignedInteger(store.blocks);
    json.key("journal_rows").unsignedInteger(store.journalRows);
    json.key("bytes_written").unsignedInteger(store.bytesWritten);
    writeTime(json, "oldest", store.oldest);
    writeTime(json, "newest", store.newest);
    writeNumber(json, "days_left", store.daysLeft);
    json.endObject();
}

void writeInstance(JsonWriter& json, const base::InstanceStatus& instance)
{
    json.beginObject().key("kind").text(instance.kind).key("name").text(instance.name);
    json.key("plugin").text(instance.plugin).key("version").text(instance.version);
    json.key("condition").text(base::nameOf(instance.condition)).key("why").text(instance.why);
    writeTime(json, "since", instance.since);
    writeTime(json, "last_data", instance.lastData);
    json.key("counters").beginObject();
    for (const base::CounterFigure& counter : instance.counters)
        json.key(counter.name).unsignedInteger(counter.value);
    json.endObject().endObject();
}

void writeWeb(JsonWriter& json, const ApiContext& context)
{
    const ServerFigures figures = context.web();
    json.key("web").beginObject();
    json.key("connections").unsignedInteger(figures.connections);
    json.key("live").unsignedInteger(figures.live);
    json.key("refused_peers").unsignedInteger(figures.refusedPeers);
    json.key("peers_setting").text(context.peersSetting).endObject();
}

HttpReply status(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    JsonWriter json;
    json.beginObject().key("version").text(context.version).key("demo").boolean(context.isDemo);
    writeTime(json, "started", context.started);
    writeTime(json, "server_time", context.clock.now());
    writeSite(json, context.site);
    json.key("clock").beginObject().key("trusted").boolean(context.clock.isTrusted()).endObject();
    json.key("config").beginObject();
    json.key("fallback").boolean(!context.configFallback.empty());
    json.key("why").text(context.configFallback).endObject();
    writeIntake(json, context.intake());
    writeStore(json, context.store.status());
    json.key("instances").beginArray();
    for (const base::InstanceStatus& instance : context.instances()) writeInstance(json, instance);
    json.endArray().key("destinations").beginArray();
    if (context.destinations != nullptr)
        for (const base::DestinationStatus& status : context.destinations->destinations())
            writeDestinationLine(json, status);
    json.endArray();
    writeWeb(json, context);
    json.endObject();
    return jsonReply(json);
}

} // namespace

void addStatusRoutes(const ApiContext& context, std::vector<Route>& routes)
{
    routes.push_back(makeRoute("GET", "/api/v1/status", Access::Read, [&](HttpRequest& request) {
        return status(context, request);
    }));
    routes.push_back(makeRoute("GET", "/api/v1/openapi.json", Access::Read, [](HttpRequest&) {
        HttpReply reply;
        reply.body = openapiDocument();
        return reply;
    }));
}

} // namespace historian::web::api
