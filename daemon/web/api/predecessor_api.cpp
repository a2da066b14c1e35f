#include "web/api/api_routes.h"
#include "web/api/destinations/destination_route.h"
#include "web/api/json_body.h"
#include "web/api/live_frames.h"
#include "web/api/replies.h"
#include "web/http/problem.h"

#include <historian/codec/reading_json.h>
#include <historian/codec/time_text.h>

namespace historian::web::api {

namespace {

using codec::JsonWriter;

constexpr std::chrono::seconds kOnlineAge{30};
constexpr std::size_t kHistoryDefault = 100;
constexpr std::size_t kHistoryMax = 10'000;
constexpr std::size_t kTestPostBytesMax = 64 * 1024;

void writeIds(JsonWriter& json, std::string_view key, const std::vector<std::string_view>& ids)
{
    json.key(key).beginArray();
    for (const std::string_view id : ids) json.text(id);
    json.endArray();
}

HttpReply health(const ApiContext& context)
{
    const Segment newest = context.archive.latest();
    std::vector<std::string_view> online;
    std::vector<std::string_view> offline;
    for (const Reading& reading : newest.readings.readings()) {
        const bool isOnline = context.clock.now() - reading.received <= kOnlineAge;
        (isOnline ? online : offline).push_back(context.symbols.name(reading.device));
    }
    const auto supabase = findByPlugin(context, "supabase");
    const bool isConnected = supabase && (supabase->state == base::DestinationState::CaughtUp ||
                                          supabase->state == base::DestinationState::Sending);
    JsonWriter json;
    json.beginObject().key("status").text("healthy");
    json.key("timestamp").text(codec::timeText(context.clock.now()));
    json.key("devices_connected").unsignedInteger(newest.readings.size());
    json.key("total_devices").unsignedInteger(newest.readings.size());
    writeIds(json, "online_devices", online);
    writeIds(json, "offline_devices", offline);
    json.key("supabase_connected").boolean(isConnected).endObject();
    return jsonReply(json);
}

HttpReply history(const ApiContext& context, const HttpRequest& request, std::size_t limit)
{
    const auto newest = context.archive.newestReadings(limit);
    if (!newest) return storeProblem(request.path(), newest.error().message);
    JsonWriter json;
    json.beginArray();
    for (const Reading& reading : newest->readings())
        codec::writeReading(json, context.symbols, *newest, reading);
    json.endArray();
    return jsonReply(json);
}

HttpReply testConnection(const ApiContext& context, const HttpRequest& request)
{
    std::string_view host = request.header("Host");
    const auto colon = host.rfind(':');
    if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos)
        host = host.substr(0, colon);
    JsonWriter json;
    json.beginObject().key("status").text("success");
    json.key("message").text("The server can be reached");
    json.key("timestamp").text(codec::timeText(context.clock.now()));
    json.key("server_ip").text(host).key("port").integer(context.port()).endObject();
    return jsonReply(json);
}

HttpReply testPost(const ApiContext& context, const HttpRequest& request)
{
    const auto body = objectText(request.body());
    if (!body) return problem(400, "bad_request", "The body is not a JSON object", request.path());
    JsonWriter json;
    json.beginObject().key("status").text("success");
    json.key("message").text("Received; nothing was stored");
    json.key("received_data").raw(*body);
    json.key("timestamp").text(codec::timeText(context.clock.now())).endObject();
    return jsonReply(json);
}

} // namespace

void addPredecessorRoutes(const ApiContext& context, std::vector<Route>& routes)
{
    const auto add = [&](std::string path, HttpHandler handler) {
        routes.push_back(makeRoute("GET", std::move(path), Access::Read, std::move(handler)));
    };
    add("/health", [&](HttpRequest&) { return health(context); });
    add("/api/latest-readings", [&](HttpRequest&) {
        HttpReply reply;
        reply.body = latestReadingsJson(context);
        return reply;
    });
    add("/api/readings-history", [&](HttpRequest& request) {
        const auto limit = limitOf(request, kHistoryDefault, kHistoryMax);
        return limit ? history(context, request, *limit) : badLimit(request.path());
    });
    add("/api/test-connection",
        [&](HttpRequest& request) { return testConnection(context, request); });
    routes.push_back(makeRoute(
        "POST",
        "/api/test-post",
        Access::Read,
        [&](HttpRequest& request) { return testPost(context, request); },
        kTestPostBytesMax));
}

} // namespace historian::web::api
