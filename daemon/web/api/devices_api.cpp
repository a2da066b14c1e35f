#include "history/freshness.h"
#include "web/api/api_routes.h"
#include "web/api/json_body.h"
#include "web/api/query_parameters.h"
#include "web/api/replies.h"
#include "web/checked_request.h"

#include <algorithm>
#include <map>

namespace historian::web::api {

namespace {

using codec::JsonWriter;
using history::Freshness;

constexpr std::size_t kRenameBytesMax = 4096;

/// The newest readings, found by device.
class Newest {
public:
    explicit Newest(const ApiContext& context) : segment_(context.archive.latest())
    {
        for (const Reading& reading : segment_.readings.readings())
            byDevice_.emplace(context.symbols.name(reading.device), &reading);
    }

    const Reading* of(std::string_view id) const
    {
        const auto found = byDevice_.find(id);
        return found == byDevice_.end() ? nullptr : found->second;
    }

    const Batch& batch() const { return segment_.readings; }

private:
    Segment segment_;
    std::map<std::string_view, const Reading*> byDevice_;
};

void writeMetrics(JsonWriter& json,
                  const ApiContext& context,
                  const state::Device& device,
                  const Newest& newest)
{
    json.key("metrics").beginArray();
    if (const Reading* reading = newest.of(device.id))
        for (const Symbol metric : context.archive.metricsOf(newest.batch(), *reading)) {
            const std::string_view name = context.symbols.name(metric);
            const base::MetricProfile described = context.catalog.describe(device, name);
            json.beginObject().key("name").text(name);
            json.key("unit").text(described.unit);
            json.key("kind").text(nameOf(described.kind));
            json.key("origin").text(nameOf(described.origin)).endObject();
        }
    json.endArray();
}

void writeAge(JsonWriter& json,
              const ApiContext& context,
              const state::Device& device,
              const Newest& all)
{
    const Reading* newest = all.of(device.id);
    const auto interval = context.catalog.expectedInterval(device);
    json.key("expected_interval_s").number(secondsOf(interval));
    if (newest == nullptr) {
        json.key("last_time").null().key("age_s").null();
        json.key("freshness").text(nameOf(Freshness::Never));
        return;
    }
    const auto age = context.clock.now() - newest->time;
    writeTime(json, "last_time", newest->time);
    json.key("age_s").number(secondsOf(age));
    json.key("freshness")
        .text(nameOf(history::freshnessOf(all.batch(), *newest, context.clock.now(), interval)));
}

void writeDevice(JsonWriter& json,
                 const ApiContext& context,
                 const state::Device& device,
                 const Newest& newest)
{
    json.beginObject().key("id").text(device.id);
    json.key("label").text(device.label);
    json.key("standing").text(state::nameOf(device.standing));
    json.key("configured").boolean(device.isConfigured);
    json.key("profile").text(device.profile);
    writeNumber(json, "rated_kw", device.ratedKw);
    json.key("serial").text(device.serial);
    json.key("address").text(device.address);
    writeTime(json, "first_seen", device.firstSeen);
    writeAge(json, context, device, newest);
    writeMetrics(json, context, device, newest);
    json.endObject();
}

HttpReply listDevices(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    const Newest newest(context);
    JsonWriter json;
    json.beginObject().key("devices").beginArray();
    for (const state::Device& device : context.registry.all())
        writeDevice(json, context, device, newest);
    json.endArray().endObject();
    return jsonReply(json);
}

HttpReply answerWith(const ApiContext& context,
                     const HttpRequest& request,
                     const Result<state::Device>& device)
{
    if (!device)
        return parameterProblem(
            422, request.path(), "/label", "validation_failed", device.error().message);
    JsonWriter json;
    writeDevice(json, context, *device, Newest(context));
    return jsonReply(json);
}

using Decision = Result<state::Device> (state::Registry::*)(std::string_view, std::string_view);

HttpReply decide(const ApiContext& context, const HttpRequest& request, Decision decision)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    const std::string_view id = request.pathParameter("id");
    if (!context.registry.find(id)) return unknownDevice(request.path(), id);
    return answerWith(context, request, (context.registry.*decision)(id, whoOf(request)));
}

HttpReply rename(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    const std::string_view id = request.pathParameter("id");
    if (!context.registry.find(id)) return unknownDevice(request.path(), id);
    const auto label = textField(request.body(), "label");
    if (!label)
        return parameterProblem(400,
                                request.path(),
                                "/label",
                                "bad_request",
                                "send {\"label\":\"…\"} with the name people use for the device");
    return answerWith(context, request, context.registry.rename(id, *label, whoOf(request)));
}

} // namespace

void addDeviceRoutes(const ApiContext& context, std::vector<Route>& routes)
{
    routes.push_back(makeRoute("GET", "/api/v1/devices", Access::Read, [&](HttpRequest& request) {
        return listDevices(context, request);
    }));
    const auto add = [&](const std::string& action, Decision decision) {
        routes.push_back(makeRoute("POST",
                                   "/api/v1/devices/{id}/" + action,
                                   Access::Operate,
                                   [&context, decision](HttpRequest& request) {
                                       return decide(context, request, decision);
                                   }));
    };
    add("approve", &state::Registry::approve);
    add("reject", &state::Registry::reject);
    add("retire", &state::Registry::retire);
    routes.push_back(makeRoute(
        "POST",
        "/api/v1/devices/{id}/rename",
        Access::Operate,
        [&](HttpRequest& request) { return rename(context, request); },
        kRenameBytesMax));
}

} // namespace historian::web::api
