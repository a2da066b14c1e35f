#include "web/api/destinations/destination_route.h"

#include "web/api/replies.h"
#include "web/checked_request.h"
#include "web/http/problem.h"

#include <algorithm>

namespace historian::web::api {

namespace {

using Statuses = std::vector<base::DestinationStatus>;

Statuses statusesOf(const ApiContext& context)
{
    return context.destinations == nullptr ? Statuses{} : context.destinations->destinations();
}

HttpReply
unknownDestination(std::string_view path, std::string_view output, const Statuses& statuses)
{
    std::string known;
    for (const base::DestinationStatus& status : statuses)
        known += (known.empty() ? "" : ", ") + status.output;
    const std::string end =
        known.empty() ? "; the configuration has no outputs" : "; there is: " + known;
    return problem(404,
                   "unknown_destination",
                   "there is no destination '" + std::string(output) + "'" + end,
                   path);
}

} // namespace

HttpReply
withDestination(const ApiContext& context, const HttpRequest& request, const DestinationAct& act)
{
    const std::string output(request.pathParameter("output"));
    const Statuses statuses = statusesOf(context);
    if (std::ranges::find(statuses, output, &base::DestinationStatus::output) == statuses.end())
        return unknownDestination(request.path(), output, statuses);
    return act(*context.destinations, output);
}

std::optional<base::DestinationStatus> findDestination(const ApiContext& context,
                                                       std::string_view output)
{
    for (base::DestinationStatus& status : statusesOf(context))
        if (status.output == output) return std::move(status);
    return std::nullopt;
}

std::optional<base::DestinationStatus> findByPlugin(const ApiContext& context,
                                                    std::string_view plugin)
{
    for (base::DestinationStatus& status : statusesOf(context))
        if (status.plugin == plugin && status.state != base::DestinationState::Unconfigured)
            return std::move(status);
    return std::nullopt;
}

HttpReply destinationRefused(const HttpRequest& request, const Error& error)
{
    return problem(409, "destination_refused", error.message, request.path());
}

void sign(const ApiContext& context,
          const HttpRequest& request,
          std::string action,
          std::string subject,
          std::string detail)
{
    context.logbook.append(
        std::string(whoOf(request)), std::move(action), std::move(subject), std::move(detail));
}

HttpReply readingsReply(std::string_view output, std::uint64_t readings)
{
    codec::JsonWriter json;
    json.beginObject().key("output").text(output);
    json.key("readings").unsignedInteger(readings).endObject();
    return jsonReply(json);
}

} // namespace historian::web::api
