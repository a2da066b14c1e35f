#include "fake_request.h"
#include "http_input.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::http {
namespace {

using testing::FakeHost;
using testing::FakeSink;
using testing::TestConfig;

TEST(HttpInput, OwnsTheTwoIngestRoutesWithTheirLimits)
{
    FakeHost host;
    HttpInput input(host, TestConfig(HttpInput::about().keys));
    const std::vector<Route> routes = input.routes();
    ASSERT_EQ(routes.size(), 2U);
    for (const Route& route : routes) {
        EXPECT_EQ(route.method, "POST");
        EXPECT_EQ(route.access, Access::Ingest);
    }
    EXPECT_EQ(routes[0].path, "/api/energy-data");
    EXPECT_EQ(routes[0].bodyBytesMax, 64U * 1024);
    EXPECT_EQ(routes[1].path, "/api/v1/readings");
    EXPECT_EQ(routes[1].bodyBytesMax, 32U * 1024 * 1024);
    EXPECT_EQ(routes[1].bodyMode, BodyMode::Streamed);
}

TEST(HttpInput, StoresBetweenStartAndStopOnly)
{
    FakeHost host;
    FakeSink sink(FakeSink::Mood::Committing);
    HttpInput input(host, TestConfig(HttpInput::about().keys));
    const HttpHandler handler = input.routes()[1].handler;
    const auto statusOf = [&handler] {
        FakeRequest request(R"({"device_id":"a","power":1})");
        return handler(request).status;
    };
    EXPECT_EQ(statusOf(), 503);
    input.start(sink);
    EXPECT_EQ(statusOf(), 200);
    input.stop();
    input.stop();
    EXPECT_EQ(statusOf(), 503);
    EXPECT_EQ(host.whyDegraded(), "");
}

} // namespace
} // namespace historian::http
