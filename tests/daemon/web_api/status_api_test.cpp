#include "api_site.h"

namespace historian::web::testing {
namespace {

class StatusApi : public ApiTest {};

TEST_F(StatusApi, TellsHowEverythingDoes)
{
    postSample();
    intake.received = 12;
    intake.stored = 10;
    intake.duplicates = 2;
    intake.lastCommit = at(1800);
    instances.push_back({"input",
                         "esp32",
                         "http",
                         "0.1.0",
                         base::InstanceCondition::Degraded,
                         "port taken",
                         at(5),
                         {{"requests", "…", 7}},
                         at(1790)});
    figures.refusedPeers = 3;
    const JsonView view(get("/api/v1/status").body);
    EXPECT_EQ(view.text("/version"), "0.1.0");
    EXPECT_EQ(view.text("/started"), "2025-01-20T10:00:00Z");
    EXPECT_EQ(view.text("/site/timezone"), "Africa/Casablanca");
    EXPECT_TRUE(view.flag("/clock/trusted"));
    EXPECT_EQ(view.number("/intake/duplicates"), 2);
    EXPECT_EQ(view.text("/intake/last_commit"), "2025-01-20T10:30:00Z");
    EXPECT_EQ(view.number("/store/readings"), 1);
    EXPECT_TRUE(view.isNull("/store/days_left"));
    EXPECT_EQ(view.text("/instances/0/condition"), "degraded");
    EXPECT_EQ(view.text("/instances/0/why"), "port taken");
    EXPECT_EQ(view.text("/instances/0/last_data"), "2025-01-20T10:29:50Z");
    EXPECT_EQ(view.number("/instances/0/counters/requests"), 7);
    EXPECT_EQ(view.number("/web/refused_peers"), 3);
    EXPECT_EQ(view.text("/web/peers_setting"), "private");
}

TEST_F(StatusApi, DividesNothingByZeroInAnEmptyStore)
{
    const JsonView view(get("/api/v1/status").body);
    EXPECT_TRUE(view.isNull("/store/bytes_per_reading"));
    EXPECT_TRUE(view.isNull("/store/oldest"));
    EXPECT_TRUE(view.isNull("/intake/last_commit"));
}

TEST_F(StatusApi, SaysWhenAnotherConfigurationIsInForce)
{
    EXPECT_FALSE(JsonView(get("/api/v1/status").body).flag("/config/fallback"));
    context.configFallback = "historian.yaml:3:1: a tab";
    const JsonView view(get("/api/v1/status").body);
    EXPECT_TRUE(view.flag("/config/fallback"));
    EXPECT_EQ(view.text("/config/why"), "historian.yaml:3:1: a tab");
}

TEST_F(StatusApi, RefusesParametersItDoesNotKnow)
{
    EXPECT_EQ(get("/api/v1/status", {{"verbose", "1"}}).status, 400);
}

TEST_F(StatusApi, GivesTheDescriptionOfTheApi)
{
    const JsonView view(get("/api/v1/openapi.json").body);
    EXPECT_EQ(view.text("/openapi"), "3.1.0");
}

} // namespace
} // namespace historian::web::testing
