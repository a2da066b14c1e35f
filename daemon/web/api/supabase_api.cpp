#include "web/api/api_routes.h"
#include "web/api/destinations/destination_route.h"
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

HttpReply noDestination(std::string_view path)
{
    return problem(503, "destination_unavailable", "No Supabase destination is configured", path);
}

/// How far the destination has got with the readings of a store_id.
std::uint64_t doneUpTo(const base::DestinationStatus& destination, std::string_view storeId)
{
    for (const base::PositionStatus& position : destination.positions)
        if (position.storeId == storeId) return position.doneUpTo;
    return 0;
}

// Answered from the local store, as far as the destination has it: works without the uplink.
HttpReply rowsOf(const ApiContext& context,
                 const HttpRequest& request,
                 const base::DestinationStatus& destination,
                 std::size_t limit)
{
    const std::string_view id = request.pathParameter("device_id");
    const auto newest = context.archive.newestReadings(kReadingsSearched);
    if (!newest) return storeProblem(request.path(), newest.error().message);
    const std::uint64_t done = doneUpTo(destination, context.store.status().storeId);
    JsonWriter rows;
    rows.beginArray();
    std::size_t count = 0;
    const auto readings = newest->readings();
    for (auto reading = readings.rbegin(); reading != readings.rend() && count < limit; ++reading) {
        if (reading->seq > done || context.symbols.name(reading->device) != id) continue;
        codec::writeReading(rows, context.symbols, *newest, *reading);
        ++count;
    }
    rows.endArray();
    JsonWriter json;
    json.beginObject().key("device_id").text(id).key("count").unsignedInteger(count);
    json.key("data").raw(rows.view()).endObject();
    return jsonReply(json);
}

HttpReply stats(const ApiContext& context, const base::DestinationStatus& destination)
{
    const std::uint64_t held = context.store.status().readings;
    const std::uint64_t missing = destination.backlog + destination.quarantined;
    const Segment newest = context.archive.latest();
    JsonWriter json;
    json.beginObject();
    json.key("total_readings").unsignedInteger(held - std::min(held, missing));
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
            const auto destination = findByPlugin(context, "supabase");
            if (!destination) return noDestination(request.path());
            const auto limit = limitOf(request, kRowsDefault, kRowsMax);
            return limit ? rowsOf(context, request, *destination, *limit)
                         : badLimit(request.path());
        }));
    routes.push_back(
        makeRoute("GET", "/api/supabase-stats", Access::Read, [&](HttpRequest& request) {
            const auto destination = findByPlugin(context, "supabase");
            return destination ? stats(context, *destination) : noDestination(request.path());
        }));
}

} // namespace historian::web::api
