#include "web/api/api_routes.h"
#include "web/api/replies.h"
#include "web/http/problem.h"

namespace historian::web::api {

namespace {

HttpReply say(std::string_view word)
{
    codec::JsonWriter json;
    json.beginObject().key("status").text(word).endObject();
    return jsonReply(json);
}

} // namespace

// Open to every private peer, so they tell nothing that a stranger could use.
void addHealthRoutes(const ApiContext& context, std::vector<Route>& open)
{
    open.push_back(
        makeRoute("GET", "/healthz", Access::Read, [](HttpRequest&) { return say("ok"); }));
    open.push_back(makeRoute("GET", "/readyz", Access::Read, [&context](HttpRequest& request) {
        if (context.isReady()) return say("ready");
        HttpReply reply = problem(503, "starting", "not ready to store readings", request.path());
        reply.retryAfter = std::chrono::seconds(5);
        return reply;
    }));
}

} // namespace historian::web::api
