#include "carbon/estimate_json.h"
#include "web/api/api_routes.h"
#include "web/api/query_parameters.h"
#include "web/api/replies.h"
#include "web/http/problem.h"

#include <historian/codec/time_text.h>

#include <array>

namespace historian::web::api {

namespace {

using codec::JsonWriter;

HttpReply notFound(const HttpRequest& request)
{
    return problem(404, "unknown_device", "Device not found", request.path());
}

/// The estimate of the device in the path, or the answer that says why there is none.
struct Estimated {
    std::optional<carbon::Estimate> estimate;
    HttpReply refusal;
};

Estimated
estimate(const ApiContext& context, const HttpRequest& request, const carbon::Period& period)
{
    const auto device = context.registry.find(request.pathParameter("device_id"));
    if (!device) return {std::nullopt, notFound(request)};
    auto made = context.estimator.estimate(*device, period);
    if (!made) return {std::nullopt, storeProblem(request.path(), made.error().message)};
    if (!*made) return {std::nullopt, notFound(request)};
    return {**std::move(made), {}};
}

HttpReply credits(const ApiContext& context, const HttpRequest& request)
{
    QueryParameters query(request, {"from", "to"});
    const carbon::Period period{query.time("from"), query.time("to")};
    if (period.from && period.to && *period.from >= *period.to)
        query.refuse("from", "invalid_time", "the period is empty: 'from' must be before 'to'");
    if (query.refusal()) return *query.refusal();
    const Estimated made = estimate(context, request, period);
    if (!made.estimate) return made.refusal;
    HttpReply reply;
    reply.body = carbon::estimateJson(*made.estimate, context.site, context.estimator.settings());
    return reply;
}

/// The values of the predecessor's document, all texts, in the order of its fields.
std::array<std::string, 8> fieldsOf(const carbon::Estimate& estimate)
{
    const auto number = [](const std::optional<double>& value) {
        return value ? codec::numberText(*value) : std::string();
    };
    return {estimate.device.id,
            estimate.newest.time ? codec::timeText(*estimate.newest.time) : std::string(),
            estimate.grossMwh.text(carbon::kDecimalsShown),
            estimate.netMwh.text(carbon::kDecimalsShown),
            estimate.reductionsT.text(carbon::kDecimalsShown),
            number(estimate.newest.powerKw),
            number(estimate.newest.irradiance),
            number(estimate.newest.efficiency)};
}

// Without a proof and an issuer nothing can take it for a credential; a sealed report will be one.
HttpReply format(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    const Estimated made = estimate(context, request, {});
    if (!made.estimate) return made.refusal;
    JsonWriter json;
    json.beginObject().key("document").beginObject();
    json.key("id").text("urn:historian:estimate:" + made.estimate->device.id);
    json.key("type").beginArray().text("VerifiableCredential").endArray();
    json.key("issuer").text("");
    json.key("issuanceDate").text(codec::timeText(context.clock.now()));
    json.key("@context").beginArray().text("https://www.w3.org/2018/credentials/v1").endArray();
    json.key("credentialSubject").beginArray().beginObject();
    json.key("type").text("energy_measurement_schema");
    const auto fields = fieldsOf(*made.estimate);
    for (std::size_t i = 0; i < fields.size(); ++i)
        json.key("field" + std::to_string(i)).text(fields[i]);
    json.key("policyId").text("").key("accountId").text("").endObject().endArray().endObject();
    json.key("owner").text("").key("policyTag").text("");
    json.key("estimate").boolean(true);
    json.key("note").text("a preview of an estimate: not signed, cannot be submitted").endObject();
    return jsonReply(json);
}

HttpReply submit(const ApiContext& context, const HttpRequest& request)
{
    if (!context.registry.find(request.pathParameter("device_id"))) return notFound(request);
    JsonWriter json;
    json.beginObject().key("success").boolean(false);
    json.key("error").text("no output takes reports; only a sealed report can be submitted");
    json.endObject();
    return jsonReply(json);
}

} // namespace

void addCarbonRoutes(const ApiContext& context, std::vector<Route>& routes)
{
    routes.push_back(makeRoute(
        "GET", "/api/carbon-credits/{device_id}", Access::Read, [&](HttpRequest& request) {
            return credits(context, request);
        }));
    routes.push_back(makeRoute(
        "GET", "/api/guardian/format/{device_id}", Access::Read, [&](HttpRequest& request) {
            return format(context, request);
        }));
    routes.push_back(makeRoute(
        "POST", "/api/guardian/submit/{device_id}", Access::Report, [&](HttpRequest& request) {
            return submit(context, request);
        }));
}

} // namespace historian::web::api
