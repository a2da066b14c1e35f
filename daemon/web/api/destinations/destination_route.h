#pragma once

#include "web/api/api_context.h"

#include <historian/http.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace historian::web::api {

inline constexpr std::size_t kActBytesMax = 8192; ///< of the body of an act

/// What a route does with the destination that its path names.
using DestinationAct =
    std::function<HttpReply(base::Destinations& destinations, const std::string& output)>;

/// Calls `act` if `{output}` of the path is a destination; else 404 with those that are.
HttpReply
withDestination(const ApiContext& context, const HttpRequest& request, const DestinationAct& act);

/// How one destination does; nothing if there is none of that name.
std::optional<base::DestinationStatus> findDestination(const ApiContext& context,
                                                       std::string_view output);

/// The first configured destination of that plugin.
std::optional<base::DestinationStatus> findByPlugin(const ApiContext& context,
                                                    std::string_view plugin);

/// 409: it is a destination, but does not do that now.
HttpReply destinationRefused(const HttpRequest& request, const Error& error);

/// Writes into the logbook what was done by whoever sent the request.
void sign(const ApiContext& context,
          const HttpRequest& request,
          std::string action,
          std::string subject,
          std::string detail);

/// `{"output":…,"readings":…}`: how many readings an act means.
HttpReply readingsReply(std::string_view output, std::uint64_t readings);

} // namespace historian::web::api
