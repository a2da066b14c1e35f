#include "web/api/api_routes.h"
#include "web/api/destinations/destination_json.h"
#include "web/api/destinations/destination_route.h"
#include "web/api/json_body.h"
#include "web/api/query_parameters.h"
#include "web/api/replies.h"

#include <historian/codec/time_text.h>

namespace historian::web::api {

namespace {

using base::Destinations;
using codec::JsonWriter;

constexpr std::chrono::days kVerifyDefault{7}; ///< back from `to`
constexpr std::chrono::days kVerifyMax{400};

HttpReply list(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    const Time now = context.clock.now();
    JsonWriter json;
    json.beginObject();
    writeTime(json, "server_time", now);
    json.key("destinations").beginArray();
    if (context.destinations != nullptr)
        for (const base::DestinationStatus& status : context.destinations->destinations())
            writeDestination(json, status, now);
    json.endArray().endObject();
    return jsonReply(json);
}

HttpReply statusReply(const ApiContext& context, const std::string& output)
{
    JsonWriter json;
    writeDestination(json,
                     findDestination(context, output).value_or(base::DestinationStatus{}),
                     context.clock.now());
    return jsonReply(json);
}

HttpReply show(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    return withDestination(context, request, [&](Destinations&, const std::string& output) {
        return statusReply(context, output);
    });
}

/// pause or resume
struct Switch {
    const char* verb;
    std::optional<Error> (Destinations::*turn)(std::string_view);
    const char* action;
    const char* detail;
};

constexpr Switch kSwitches[] = {
    {"pause", &Destinations::pause, "destination_paused", "nothing is sent until it is resumed"},
    {"resume", &Destinations::resume, "destination_resumed", "sends from its position on"},
};

HttpReply turn(const ApiContext& context, const HttpRequest& request, const Switch& which)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    return withDestination(context, request, [&](Destinations& all, const std::string& output) {
        if (const auto error = (all.*which.turn)(output))
            return destinationRefused(request, *error);
        sign(context, request, which.action, output, which.detail);
        return statusReply(context, output);
    });
}

HttpReply rewind(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    return withDestination(context, request, [&](Destinations& all, const std::string& output) {
        BodyFields body(request, {"from"});
        const auto from = body.time("from");
        if (!from)
            body.refuse(
                "/from", "missing_field", "send {\"from\":TIME}: all since then goes again");
        if (body.refusal()) return *body.refusal();
        const auto readings = all.rewind(output, *from);
        if (!readings) return destinationRefused(request, readings.error());
        sign(context,
             request,
             "destination_rewound",
             output,
             std::to_string(*readings) + " readings from " + codec::timeText(*from) +
                 " on are offered again");
        return readingsReply(output, *readings);
    });
}

/// A span of time to compare.
struct Span {
    Time from{};
    Time to{};
};

Span spanOf(BodyFields& body, Time now)
{
    Span span;
    span.to = body.time("to").value_or(now);
    span.from = body.time("from").value_or(span.to - kVerifyDefault);
    if (span.from >= span.to || span.to - span.from > kVerifyMax)
        body.refuse("/from",
                    "invalid_time",
                    "'from' must be before 'to', and at most " +
                        std::to_string(kVerifyMax.count()) + " days");
    return span;
}

void writeDay(JsonWriter& json, const base::VerifiedDay& day)
{
    const auto count = [](std::uint64_t readings) { return static_cast<std::int64_t>(readings); };
    json.beginObject().key("day").text(codec::timeText(day.day).substr(0, 10));
    json.key("stored_readings").unsignedInteger(day.stored);
    json.key("set_aside_readings").unsignedInteger(day.setAside);
    json.key("left_out_readings").unsignedInteger(day.leftOut);
    json.key("delivered_readings").unsignedInteger(day.delivered);
    json.key("unexplained_readings")
        .integer(count(day.stored) - count(day.setAside) - count(day.leftOut) -
                 count(day.delivered));
    json.endObject();
}

HttpReply verify(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    return withDestination(context, request, [&](Destinations& all, const std::string& output) {
        BodyFields body(request, {"from", "to"});
        const Span span = spanOf(body, context.clock.now());
        if (body.refusal()) return *body.refusal();
        const auto days = all.verify(output, span.from, span.to);
        if (!days) return destinationRefused(request, days.error());
        const std::string from = codec::timeText(span.from);
        const std::string to = codec::timeText(span.to);
        sign(context, request, "destination_verified", output, from + " to " + to);
        JsonWriter json;
        json.beginObject().key("output").text(output).key("from").text(from).key("to").text(to);
        json.key("days").beginArray();
        for (const base::VerifiedDay& day : *days) writeDay(json, day);
        json.endArray().endObject();
        return jsonReply(json);
    });
}

} // namespace

void addDestinationRoutes(const ApiContext& context, std::vector<Route>& routes)
{
    const std::string all = "/api/v1/destinations";
    const std::string one = all + "/{output}";
    routes.push_back(makeRoute(
        "GET", all, Access::Read, [&](HttpRequest& request) { return list(context, request); }));
    routes.push_back(makeRoute(
        "GET", one, Access::Read, [&](HttpRequest& request) { return show(context, request); }));
    for (const Switch& which : kSwitches)
        routes.push_back(
            makeRoute("POST", one + "/" + which.verb, Access::Operate, [&](HttpRequest& request) {
                return turn(context, request, which);
            }));
    const auto addAct = [&](const char* verb, auto act) {
        routes.push_back(makeRoute(
            "POST",
            one + "/" + verb,
            Access::Operate,
            [&context, act](HttpRequest& request) { return act(context, request); },
            kActBytesMax));
    };
    addAct("rewind", rewind);
    addAct("verify", verify);
}

} // namespace historian::web::api
