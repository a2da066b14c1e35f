#include "api_site.h"
#include "destinations/scripted_destinations.h"

namespace historian::web::testing {
namespace {

class SupabaseApi : public ApiTest {
protected:
    /// Has the readings up to that seq.
    void addDestination(std::uint64_t doneUpTo, std::uint64_t backlog = 0)
    {
        base::DestinationStatus status;
        status.output = "cloud";
        status.plugin = "supabase";
        status.state = base::DestinationState::CaughtUp;
        status.backlog = backlog;
        status.positions = {{site.store.status().storeId, doneUpTo, doneUpTo + backlog, 0}};
        destinations.statuses = {status};
        context.destinations = &destinations;
    }

    ScriptedDestinations destinations;
};

TEST_F(SupabaseApi, Answers503WithoutADestination)
{
    postSample();
    for (const auto* path : {"/api/supabase-stats", "/api/supabase-data/ESP32-001"}) {
        const HttpReply reply = get(path);
        EXPECT_EQ(reply.status, 503);
        EXPECT_TRUE(JsonView(reply.body).has("/detail"));
    }
}

TEST_F(SupabaseApi, GivesTheRowsOfADeviceNewestFirst)
{
    addDestination(40);
    for (int i = 0; i < 20; ++i) {
        postSample("ESP32-001", at(i));
        postSample("meter-1", at(i));
    }
    const JsonView view(get("/api/supabase-data/ESP32-001").body);
    EXPECT_EQ(view.number("/count"), 10);
    EXPECT_EQ(view.text("/data/0/timestamp"), "2025-01-20T10:00:19Z");
    EXPECT_EQ(view.text("/data/0/device_id"), "ESP32-001");
    EXPECT_EQ(JsonView(get("/api/supabase-data/ESP32-001", {{"limit", "3"}}).body).size("/data"),
              3U);
    EXPECT_EQ(get("/api/supabase-data/ESP32-001", {{"limit", "x"}}).status, 400);
}

TEST_F(SupabaseApi, GivesTheStatisticsOfAll)
{
    addDestination(1);
    postSample();
    const JsonView view(get("/api/supabase-stats").body);
    EXPECT_EQ(view.number("/total_readings"), 1);
    EXPECT_EQ(view.number("/unique_devices"), 1);
    EXPECT_EQ(view.raw("/devices"), R"(["ESP32-001"])");
    EXPECT_TRUE(view.has("/latest_per_device/ESP32-001"));
    EXPECT_TRUE(JsonView(get("/health").body).flag("/supabase_connected"));
}

TEST_F(SupabaseApi, ShowsNothingThatTheDestinationHasNotGot)
{
    addDestination(2, 3);
    for (int i = 0; i < 5; ++i) postSample("ESP32-001", at(i));
    const JsonView view(get("/api/supabase-data/ESP32-001").body);
    EXPECT_EQ(view.number("/count"), 2);
    EXPECT_EQ(view.text("/data/0/timestamp"), "2025-01-20T10:00:01Z");
    EXPECT_EQ(JsonView(get("/api/supabase-stats").body).number("/total_readings"), 2);
}

TEST_F(SupabaseApi, Answers503ForADestinationOfAnotherPlugin)
{
    addDestination(1);
    destinations.statuses[0].plugin = "mqtt";
    EXPECT_EQ(get("/api/supabase-stats").status, 503);
}

} // namespace
} // namespace historian::web::testing
