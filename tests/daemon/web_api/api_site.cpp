#include "api_site.h"

namespace historian::web::testing {

ApiTest::ApiTest()
    : context{.store = site.store,
              .symbols = site.symbols,
              .registry = site.registry,
              .logbook = site.logbook,
              .feed = feed,
              .clock = site.clock,
              .catalog = site.catalog,
              .archive = archive,
              .estimator = estimator,
              .site = {"site-001", "Ouarzazate roof", "Africa/Casablanca", "MA", 100.0},
              .version = "0.1.0",
              .bootId = "boot-1",
              .started = at(0),
              .isDemo = false,
              .configFallback = {},
              .peersSetting = "private",
              .isReady = [this] { return isReady; },
              .intake = [this] { return intake; },
              .rejected = [this] { return rejected; },
              .instances = [this] { return instances; },
              .web = [this] { return figures; },
              .port = [] { return std::uint16_t{5000}; },
              .pace = {std::chrono::milliseconds(1),
                       std::chrono::milliseconds(1),
                       std::chrono::milliseconds(5000)}},
      routes(api::makeApiRoutes(context))
{
    table.add("api", routes.guarded);
    table.addOpen("api", routes.open);
    table.addLive("api", routes.live);
}

HttpReply ApiTest::ask(std::string method,
                       const std::string& path,
                       Parameters query,
                       std::string body,
                       std::map<std::string, std::string> headers)
{
    FakeRequest request(method, path);
    const RouteMatch match = table.find(method, request.path());
    if (match.route == nullptr) {
        ADD_FAILURE() << "no route " << method << " " << path;
        return {};
    }
    for (std::size_t i = 0; i < match.parameterCount; ++i)
        request.pathParameters.emplace(match.parameters[i]);
    request.query = std::move(query);
    request.content = std::move(body);
    request.headers = std::move(headers);
    HttpReply reply = match.route->handler(request);
    EXPECT_EQ(openapi.faultOf(method, match.route->path, reply), "") << path << " " << reply.body;
    return reply;
}

void ApiTest::postSample(std::string_view id, Time time)
{
    site.post(id,
              time,
              {{"current", 2.5},
               {"voltage", 220.0},
               {"power", 550.0},
               {"ac_power_kw", 0.55},
               {"total_energy_kwh", 1.234},
               {"irradiance_w_m2", 850.0},
               {"efficiency", 0.96}});
}

const LiveRoute& ApiTest::live(std::string_view path) const
{
    const auto found = std::ranges::find_if(
        routes.live, [&](const LiveRoute& route) { return route.path == path; });
    return *found;
}

} // namespace historian::web::testing
