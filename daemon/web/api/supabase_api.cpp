#include "web/api/api_routes.h"
#include "web/api/live_frames.h"
#include "web/api/replies.h"
#include "web/http/problem.h"

#include <historian/codec/reading_json.h>

#include <algorithm>

namespace historian::web::api {

namespace {

using codec::JsonWriter;

constexpr std::size_t kRowsDefault = 10;
constexpr std::size_t kRowsMax = 1000;
constexpr std::size_t kReadingsSearched = 10'000;

bool hasDestination(const ApiContext& context)
{
    const auto instances = context.instances();
    return std::ranges::any_of(instances, [](const base::InstanceStatus& instance) {
        return instance.kind == "output" &&
               (instance.plugin == "supabase" || instance.plugin == "postgres");
    });
}

HttpReply noDestination(std::string_view path)
{
    return problem(503, "destination_unavailable", "No Supabase destination is configured", path);
}

// Answered from the local store, which holds what the destination gets.
HttpReply rowsOf(const ApiContext& context, const HttpRequest& request, std::size_t limit)
{
    const std::string_view id = request.pathParameter("device_id");
    const auto newest = context.archive.newestReadings(kReadingsSearched);
    if (!newest) return storeProblem(request.path(), newest.error().message);
    JsonWriter rows;
    rows.beginArray();
    std::size_t count = 0;
    const auto readings = newest->readings();
    for (auto reading = readings.rbegin(); reading != readings.rend() && count < limit; ++reading) {
        if (context.symbols.name(reading->device) != id) continue;
        codec::writeReading(rows, context.symbols, *newest, *reading);
        ++count;
    }
    rows.endArray();
    JsonWriter json;
    json.beginObject().key("device_id").text(id).key("count").unsignedInteger(count);
    json.key("data").raw(rows.view()).endObject();
    return jsonReply(json);
}

HttpReply stats(const ApiContext& context)
{
    const Segment newest = context.archive.latest();
    JsonWriter json;
    json.beginObject();
    json.key("total_readings").unsignedInteger(context.store.status().readings);
    json.key("unique_devices").unsignedInteger(newest.readings.size());
    json.key("devices").beginArray();
    for (const Reading& reading : newest.readings.readings())
        json.text(context.symbols.name(reading.device));
    json.endArray().key("latest_per_device").raw(latestReadingsJson(context)).endObject();
    return jsonReply(json);
}

} // namespace

void addSupabaseRoutes(const ApiContext& context, std::vector<Route>& routes)
{
    routes.push_back(
        makeRoute("GET", "/api/supabase-data/{device_id}", Access::Read, [&](HttpRequest& request) {
            if (!hasDestination(context)) return noDestination(request.path());
            const auto limit = limitOf(request, kRowsDefault, kRowsMax);
            return limit ? rowsOf(context, request, *limit) : badLimit(request.path());
        }));
    routes.push_back(
        makeRoute("GET", "/api/supabase-stats", Access::Read, [&](HttpRequest& request) {
            return hasDestination(context) ? stats(context) : noDestination(request.path());
        }));
}

} // namespace historian::web::api
