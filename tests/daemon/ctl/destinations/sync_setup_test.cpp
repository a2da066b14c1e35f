#include "canned_cloud.h"
#include "ctl/destinations/sync_setup.h"

#include <gtest/gtest.h>

namespace historian::ctl {
namespace {

std::string instanceJson(const std::string& condition, const std::string& why)
{
    return R"({"instances":[{"name":"http","condition":"disabled","why":"x"},{"name":"cloud",)"
           R"("condition":")" +
           condition + R"(","why":")" + why + R"("}]})";
}

class SyncSetup : public ::testing::Test {
protected:
    SyncSetup()
    {
        server.set("GET /api/v1/destinations/cloud", {200, cloudJson("retrying", 5, "no route")});
        server.set(
            "POST /api/v1/instances/cloud/probe",
            {200,
             R"({"instance":"cloud","good":true,"steps":[{"what":"log in","good":true,"found":"as gateway site-001"}]})"});
    }

    /// Runs it; at turn 2 the destination becomes what is given.
    Outcome run(const std::string& later, bool wantsJson = false)
    {
        ApiClient api(server.url(), "");
        const auto wait = [&] {
            if (++turns == 2) server.set("GET /api/v1/destinations/cloud", {200, later});
        };
        return setUp(
            api, "cloud", wantsJson, {wait, [&](const std::string& text) { shown += text; }, 5});
    }

    CannedServer server{{}};
    std::string shown;
    int turns = 0;
};

TEST_F(SyncSetup, WalksFromTheProbeToTheFirstRow)
{
    const Outcome outcome = run(cloudJson("sending", 12));
    EXPECT_EQ(outcome.exitCode, 0);
    EXPECT_EQ(outcome.text, "✓ 7 readings arrived\n");
    EXPECT_EQ(shown,
              "✓ log in: as gateway site-001\n… retrying, backlog 1204 readings: no route\n");
    EXPECT_EQ(turns, 2);
}

TEST_F(SyncSetup, EndsWhenTheDestinationHasEverything)
{
    const Outcome outcome = run(cloudJson("caught_up", 5));
    EXPECT_EQ(outcome.exitCode, 0);
    EXPECT_EQ(outcome.text, "✓ the destination has everything\n");
}

TEST_F(SyncSetup, WaitsForWhatCameSinceTheDestinationHadCaughtUp)
{
    std::string now = cloudJson("caught_up", 5);
    const std::string none = R"("backlog_readings":0)";
    now.replace(now.find(none), none.size(), R"("backlog_readings":2)");
    server.set("GET /api/v1/destinations/cloud", {200, now});
    EXPECT_EQ(run(cloudJson("caught_up", 7)).text, "✓ 2 readings arrived\n");
    EXPECT_EQ(turns, 2);
}

TEST_F(SyncSetup, SaysWhatToDoAtTheFirstFault)
{
    server.set(
        "POST /api/v1/instances/cloud/probe",
        {200,
         R"({"instance":"cloud","good":false,"steps":[{"what":"log in","good":false,"found":"the key is refused: set it with historianctl credential set"}]})"});
    const Outcome outcome = run(cloudJson("sending", 12));
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_EQ(outcome.text,
              "What to do: the key is refused: set it with historianctl credential set\n");
    EXPECT_EQ(turns, 0);
}

TEST_F(SyncSetup, GivesUpAfterItsLastTurn)
{
    const Outcome outcome = run(cloudJson("held", 5, "the table is missing"));
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_EQ(turns, 5);
    EXPECT_NE(shown.find("… held, backlog 1204 readings: the table is missing\n"),
              std::string::npos);
    EXPECT_NE(outcome.text.find("historianctl sync status cloud"), std::string::npos);
}

TEST_F(SyncSetup, DoesNotWaitForAPausedOne)
{
    server.set("GET /api/v1/destinations/cloud", {200, cloudJson("paused", 5)});
    const Outcome outcome = run("");
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_EQ(outcome.text, "✗ it is paused: historianctl sync resume cloud\n");
    EXPECT_EQ(turns, 0);
}

TEST_F(SyncSetup, WaitsAlsoForAnOutputThatHasNothingToProbe)
{
    server.set("POST /api/v1/instances/cloud/probe", {422, R"({"detail":"no probe"})"});
    server.set("GET /api/v1/status", {200, instanceJson("healthy", "")});
    EXPECT_EQ(run(cloudJson("sending", 12)).exitCode, 0);
    EXPECT_TRUE(shown.starts_with("- no probe\n"));
}

TEST_F(SyncSetup, DoesNotWaitForAnInstanceThatTheConfigurationDisables)
{
    server.set("POST /api/v1/instances/cloud/probe", {422, R"({"detail":"not running"})"});
    server.set("GET /api/v1/status",
               {200, instanceJson("disabled", "credential 'k' is not there")});
    const Outcome outcome = run(cloudJson("starting", 5));
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_EQ(outcome.text, "What to do: credential 'k' is not there; then restart the daemon\n");
    EXPECT_EQ(turns, 0);
}

TEST_F(SyncSetup, TellsAllInOneObject)
{
    const Outcome outcome = run(cloudJson("sending", 12), true);
    const auto object = parseObject(outcome.text);
    EXPECT_TRUE(object->getValue<bool>("good"));
    EXPECT_EQ(object->getObject("destination")->getValue<int>("delivered_readings"), 12);
    EXPECT_TRUE(object->getObject("probe")->getValue<bool>("good"));
}

TEST_F(SyncSetup, SaysWhatTheDaemonSaysOfAnotherOutput)
{
    ApiClient api(server.url(), "");
    EXPECT_THROW(setUp(api, "clod", false, {}), ApiError);
}

} // namespace
} // namespace historian::ctl
