#include "web/api/api_routes.h"
#include "web/api/query_parameters.h"
#include "web/api/replies.h"

#include <limits>

namespace historian::web::api {

namespace {

using codec::JsonWriter;

constexpr std::size_t kEntriesDefault = 100;
constexpr std::size_t kEntriesMax = 1000;

HttpReply rejected(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    const base::IntakeStatus intake = context.intake();
    JsonWriter json;
    json.beginObject().key("total").unsignedInteger(intake.rejected + intake.refusals);
    json.key("rejected").beginArray();
    for (const base::RejectedEntry& entry : context.rejected()) {
        json.beginObject();
        writeTime(json, "at", entry.at);
        json.key("instance").text(entry.instance).key("device").text(entry.device);
        json.key("field").text(entry.field).key("code").text(entry.code);
        json.key("message").text(entry.message).key("address").text(entry.address);
        json.key("excerpt").text(entry.excerpt).endObject();
    }
    json.endArray().endObject();
    return jsonReply(json);
}

HttpReply logbook(const ApiContext& context, const HttpRequest& request)
{
    QueryParameters query(request, {"before", "limit"});
    const auto before = query.count("before", 1, std::numeric_limits<std::int64_t>::max());
    const auto limit = query.count("limit", 1, kEntriesMax);
    if (query.refusal()) return *query.refusal();
    JsonWriter json;
    json.beginObject().key("entries").beginArray();
    for (const state::LogbookEntry& entry :
         context.logbook.list(before.value_or(0), limit.value_or(kEntriesDefault))) {
        json.beginObject().key("number").unsignedInteger(entry.number);
        writeTime(json, "at", entry.at);
        json.key("who").text(entry.who).key("action").text(entry.action);
        json.key("subject").text(entry.subject).key("detail").text(entry.detail).endObject();
    }
    json.endArray().endObject();
    return jsonReply(json);
}

} // namespace

void addRecordRoutes(const ApiContext& context, std::vector<Route>& routes)
{
    routes.push_back(makeRoute("GET", "/api/v1/rejected", Access::Read, [&](HttpRequest& request) {
        return rejected(context, request);
    }));
    routes.push_back(makeRoute("GET", "/api/v1/logbook", Access::Read, [&](HttpRequest& request) {
        return logbook(context, request);
    }));
}

} // namespace historian::web::api
