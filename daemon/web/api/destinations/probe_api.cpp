#include "web/api/api_routes.h"
#include "web/api/destinations/destination_route.h"
#include "web/api/query_parameters.h"
#include "web/api/replies.h"
#include "web/http/problem.h"

#include <algorithm>

namespace historian::web::api {

namespace {

using codec::JsonWriter;

HttpReply unknownInstance(std::string_view path,
                          std::string_view name,
                          const std::vector<base::InstanceStatus>& instances)
{
    std::string known;
    for (const base::InstanceStatus& instance : instances)
        known += (known.empty() ? "" : ", ") + instance.name;
    return problem(404,
                   "unknown_instance",
                   "there is no instance '" + std::string(name) + "'; there is: " + known,
                   path);
}

Result<std::vector<ProbeStep>> touch(const ApiContext& context,
                                     const base::InstanceStatus& instance)
{
    if (context.destinations != nullptr) return context.destinations->probe(instance.name);
    return Error{instance.kind + " '" + instance.name + "' (plugin " + instance.plugin +
                 ") has nothing to probe"};
}

HttpReply stepsReply(std::string_view instance, const std::vector<ProbeStep>& steps)
{
    JsonWriter json;
    json.beginObject().key("instance").text(instance);
    json.key("good").boolean(std::ranges::all_of(steps, &ProbeStep::isGood));
    json.key("steps").beginArray();
    for (const ProbeStep& step : steps) {
        json.beginObject().key("what").text(step.what).key("good").boolean(step.isGood);
        json.key("found").text(step.found).endObject();
    }
    json.endArray().endObject();
    return jsonReply(json);
}

HttpReply probe(const ApiContext& context, const HttpRequest& request)
{
    const QueryParameters query(request, {});
    if (query.refusal()) return *query.refusal();
    const std::string_view name = request.pathParameter("name");
    const auto instances = context.instances();
    const auto instance = std::ranges::find(instances, name, &base::InstanceStatus::name);
    if (instance == instances.end()) return unknownInstance(request.path(), name, instances);
    const auto steps = touch(context, *instance);
    if (!steps) return problem(422, "no_probe", steps.error().message, request.path());
    sign(context,
         request,
         "instance_probed",
         instance->name,
         std::ranges::all_of(*steps, &ProbeStep::isGood) ? "all is well" : "found a fault");
    return stepsReply(name, *steps);
}

} // namespace

void addProbeRoute(const ApiContext& context, std::vector<Route>& routes)
{
    routes.push_back(makeRoute(
        "POST", "/api/v1/instances/{name}/probe", Access::Operate, [&](HttpRequest& request) {
            return probe(context, request);
        }));
}

} // namespace historian::web::api
