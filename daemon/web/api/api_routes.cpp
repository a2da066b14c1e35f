#include "web/api/api_routes.h"

namespace historian::web::api {

ApiRoutes makeApiRoutes(const ApiContext& context)
{
    ApiRoutes routes;
    addStatusRoutes(context, routes.guarded);
    addDeviceRoutes(context, routes.guarded);
    addSampleRoutes(context, routes.guarded);
    addRecordRoutes(context, routes.guarded);
    addMetricsRoute(context, routes.guarded);
    addPredecessorRoutes(context, routes.guarded);
    addCarbonRoutes(context, routes.guarded);
    addSupabaseRoutes(context, routes.guarded);
    addDestinationRoutes(context, routes.guarded);
    addQuarantineRoutes(context, routes.guarded);
    addProbeRoute(context, routes.guarded);
    addHealthRoutes(context, routes.open);
    routes.live.push_back(makeFramesRoute(context));
    routes.live.push_back(makeStreamRoute(context));
    return routes;
}

} // namespace historian::web::api
