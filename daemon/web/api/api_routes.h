#pragma once

#include "web/api/api_context.h"
#include "web/live.h"

#include <historian/http.h>

#include <vector>

namespace historian::web::api {

/// Every path of the daemon but ingest, login and static files. `open` needs no login.
struct ApiRoutes {
    std::vector<Route> guarded;
    std::vector<Route> open;
    std::vector<LiveRoute> live;
};

/// The context outlives the routes.
ApiRoutes makeApiRoutes(const ApiContext& context);

/// The groups that it is made of.
void addCarbonRoutes(const ApiContext& context, std::vector<Route>& routes);
void addDeviceRoutes(const ApiContext& context, std::vector<Route>& routes);
void addDestinationRoutes(const ApiContext& context, std::vector<Route>& routes);
void addHealthRoutes(const ApiContext& context, std::vector<Route>& open);
void addMetricsRoute(const ApiContext& context, std::vector<Route>& routes);
void addPredecessorRoutes(const ApiContext& context, std::vector<Route>& routes);
void addProbeRoute(const ApiContext& context, std::vector<Route>& routes);
void addQuarantineRoutes(const ApiContext& context, std::vector<Route>& routes);
void addRecordRoutes(const ApiContext& context, std::vector<Route>& routes);
void addSampleRoutes(const ApiContext& context, std::vector<Route>& routes);
void addStatusRoutes(const ApiContext& context, std::vector<Route>& routes);
void addSupabaseRoutes(const ApiContext& context, std::vector<Route>& routes);
LiveRoute makeFramesRoute(const ApiContext& context);
LiveRoute makeStreamRoute(const ApiContext& context);

} // namespace historian::web::api
