#include "api_site.h"

namespace historian::web::testing {
namespace {

class PredecessorApi : public ApiTest {};

TEST_F(PredecessorApi, TellsItsHealthWithTheKeysOfBothGenerations)
{
    postSample("ESP32-001", at(1800));
    postSample("meter-1", at(1700));
    site.clock.set(at(1810));
    const JsonView view(get("/health").body);
    EXPECT_EQ(view.text("/status"), "healthy");
    EXPECT_EQ(view.number("/devices_connected"), 2);
    EXPECT_EQ(view.number("/total_devices"), 2);
    EXPECT_EQ(view.raw("/online_devices"), R"(["ESP32-001"])");
    EXPECT_EQ(view.raw("/offline_devices"), R"(["meter-1"])");
    EXPECT_TRUE(view.has("/supabase_connected"));
    EXPECT_FALSE(view.flag("/supabase_connected"));
}

TEST_F(PredecessorApi, GivesTheLatestReadingsByDevice)
{
    EXPECT_EQ(get("/api/latest-readings").body, "{}");
    postSample();
    const JsonView view(get("/api/latest-readings").body);
    EXPECT_EQ(view.text("/ESP32-001/device_id"), "ESP32-001");
    EXPECT_EQ(view.text("/ESP32-001/timestamp"), "2025-01-20T10:30:00Z");
    EXPECT_EQ(view.number("/ESP32-001/power"), 550);
}

TEST_F(PredecessorApi, GivesTheHistoryOldestFirst)
{
    EXPECT_EQ(get("/api/readings-history").body, "[]");
    for (int i = 0; i < 150; ++i) postSample("ESP32-001", at(i));
    EXPECT_EQ(JsonView(get("/api/readings-history").body).size(""), 100U);
    const JsonView three(get("/api/readings-history", {{"limit", "3"}}).body);
    EXPECT_EQ(three.size(""), 3U);
    EXPECT_EQ(three.text("/0/timestamp"), "2025-01-20T10:02:27Z");
    EXPECT_EQ(three.text("/2/timestamp"), "2025-01-20T10:02:29Z");
}

TEST_F(PredecessorApi, CutsALimitAndIgnoresWhatItNeverKnew)
{
    postSample();
    EXPECT_EQ(get("/api/readings-history", {{"limit", "999999"}, {"_", "1"}}).status, 200);
    const HttpReply reply = get("/api/readings-history", {{"limit", "all"}});
    EXPECT_EQ(reply.status, 400);
    EXPECT_TRUE(JsonView(reply.body).has("/detail"));
}

TEST_F(PredecessorApi, TellsThatItCanBeReached)
{
    const JsonView view(
        ask("GET", "/api/test-connection", {}, {}, {{"Host", "192.168.1.10:5000"}}).body);
    EXPECT_EQ(view.text("/status"), "success");
    EXPECT_EQ(view.text("/server_ip"), "192.168.1.10");
    EXPECT_EQ(view.number("/port"), 5000);
    const JsonView six(ask("GET", "/api/test-connection", {}, {}, {{"Host", "[::1]"}}).body);
    EXPECT_EQ(six.text("/server_ip"), "[::1]");
}

TEST_F(PredecessorApi, GivesBackWhatWasPostedAndStoresNothing)
{
    const JsonView view(ask("POST", "/api/test-post", {}, R"({"a":[1,"<b>"]})").body);
    EXPECT_EQ(view.raw("/received_data"), R"({"a":[1,"<b>"]})");
    EXPECT_EQ(site.store.commits(), 0U);
    EXPECT_EQ(ask("POST", "/api/test-post", {}, "}{").status, 400);
}

} // namespace
} // namespace historian::web::testing
