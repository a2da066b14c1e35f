#pragma once

#include "../carbon/json_view.h"
#include "../history/site.h"
#include "fake_request.h"
#include "openapi_check.h"
#include "web/api/api_routes.h"

#include <gtest/gtest.h>

#include <string>

namespace historian::web::testing {

using historian::testing::JsonView;
using history::testing::at;
using history::testing::configured;

/// The API of a site with two configured devices and a store in memory. Every answer is checked
/// against openapi.json.
class ApiTest : public ::testing::Test {
protected:
    ApiTest();

    HttpReply ask(std::string method,
                  const std::string& path,
                  Parameters query = {},
                  std::string body = {},
                  std::map<std::string, std::string> headers = {});

    HttpReply get(const std::string& path, Parameters query = {})
    {
        return ask("GET", path, std::move(query));
    }

    /// The predecessor's documented reading.
    void postSample(std::string_view id = "ESP32-001", Time time = at(1800));

    const LiveRoute& live(std::string_view path) const;

    history::testing::Site site{{configured("ESP32-001", "", 1.0), configured("meter-1")}};
    history::Archive archive{site.store};
    carbon::Estimator estimator{{}, archive, site.totals, site.catalog, site.symbols};
    base::LiveFeed feed;
    base::IntakeStatus intake;
    std::vector<base::RejectedEntry> rejected;
    std::vector<base::InstanceStatus> instances;
    ServerFigures figures;
    bool isReady = true;
    api::ApiContext context;
    api::ApiRoutes routes;
    RouteTable table;
    OpenapiCheck openapi;
};

} // namespace historian::web::testing
