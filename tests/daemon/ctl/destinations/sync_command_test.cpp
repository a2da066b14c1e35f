#include "canned_cloud.h"
#include "ctl/api_client.h"
#include "ctl/commands.h"

#include <gtest/gtest.h>

namespace historian::ctl {
namespace {

const std::string kCloud = "/api/v1/destinations/cloud";

TEST(SyncCommand, ListsDestinationsWithUnits)
{
    const CannedServer server({{"GET /api/v1/destinations",
                                {200,
                                 R"({"server_time":"2025-01-20T11:00:00Z","destinations":[)" +
                                     cloudJson("retrying", 5, "no route to host") + "]}"}}});
    const std::string text = runSync(cloudLine(server, {"sync"})).text;
    EXPECT_NE(text.find("cloud   retrying  1204 readings  2025-01-20T10:30:00Z  -             "
                        "1 h 2 min  4.0 MB  2 readings  no route to host\n"),
              std::string::npos)
        << text;
}

TEST(SyncCommand, SaysThatThereAreNoDestinations)
{
    const CannedServer server(
        {{"GET /api/v1/destinations", {200, R"({"server_time":"x","destinations":[]})"}}});
    const Outcome outcome = runSync(cloudLine(server, {"sync", "status"}));
    EXPECT_EQ(outcome.text, "There are no destinations.\n");
    EXPECT_EQ(outcome.exitCode, 0);
}

TEST(SyncCommand, TellsAllOfOneDestination)
{
    const CannedServer server({{"GET " + kCloud, {200, cloudJson("sending", 5)}}});
    const std::string text = runSync(cloudLine(server, {"sync", "status", "cloud"})).text;
    for (const auto* part : {"output          cloud (plugin supabase)\n",
                             "rate            12.5 readings/s\n",
                             "sent today      4.0 MB since its day began\n",
                             "resolution      a reading per device and 60 s: 1 of 1 kept\n",
                             "sent a day      about 11.9 MB; 500.0 MB are full in 165 d 12 h (an "
                             "estimate)\n",
                             "since start     5 readings delivered, 1 reading it had already\n",
                             "store-1  7           9"})
        EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST(SyncCommand, PausesAndResumes)
{
    const CannedServer server({{"POST " + kCloud + "/pause", {200, cloudJson("paused", 5)}},
                               {"POST " + kCloud + "/resume", {200, cloudJson("paused", 5)}}});
    EXPECT_EQ(runSync(cloudLine(server, {"sync", "pause", "cloud"})).text, "cloud: paused\n");
    EXPECT_EQ(runSync(cloudLine(server, {"sync", "resume", "cloud"})).text, "cloud: resumed\n")
        << "its thread may not have got on yet";
}

TEST(SyncCommand, RewindsToATimeOnly)
{
    const CannedServer server(
        {{"POST " + kCloud + "/rewind", {200, R"({"output":"cloud","readings":1204})"}}});
    EXPECT_EQ(
        runSync(cloudLine(server, {"sync", "rewind", "cloud"}, {{"from", "2025-01-20T10:00:00Z"}}))
            .text,
        "cloud: 1204 readings from 2025-01-20T10:00:00Z on are offered again\n");
    EXPECT_EQ(server.asked().back(),
              "POST " + kCloud + R"(/rewind {"from":"2025-01-20T10:00:00Z"})");
    EXPECT_THROW(runSync(cloudLine(server, {"sync", "rewind", "cloud"})), UsageError);
}

TEST(SyncCommand, FailsIfADayIsNotExplained)
{
    const auto answer = [](int unexplained) {
        return R"({"output":"cloud","from":"a","to":"b","days":[{"day":"2025-01-20","stored_readings":86400,"set_aside_readings":2,"left_out_readings":100,"delivered_readings":86298,"unexplained_readings":)" +
               std::to_string(unexplained) + "}]}";
    };
    CannedServer server({{"POST " + kCloud + "/verify", {200, answer(0)}}});
    const CommandLine line =
        cloudLine(server, {"sync", "verify", "cloud"}, {{"to", "2025-01-21T00:00:00Z"}});
    const Outcome good = runSync(line);
    EXPECT_EQ(good.exitCode, 0);
    EXPECT_NE(
        good.text.find(
            "2025-01-20  86400 readings  2 readings  100 readings  86298 readings  0 readings"),
        std::string::npos)
        << good.text;
    EXPECT_EQ(server.asked().back(), "POST " + kCloud + R"(/verify {"to":"2025-01-21T00:00:00Z"})");
    server.set("POST " + kCloud + "/verify", {200, answer(-3)});
    EXPECT_EQ(runSync(line).exitCode, 1);
}

TEST(SyncCommand, ProbesADestination)
{
    const CannedServer server({{"POST /api/v1/instances/cloud/probe",
                                {200, R"({"instance":"cloud","good":true,"steps":[]})"}}});
    EXPECT_EQ(runSync(cloudLine(server, {"sync", "probe", "cloud"})).exitCode, 0);
}

TEST(SyncCommand, GivesEveryAnswerAsJson)
{
    const CannedServer server({{"GET " + kCloud, {200, cloudJson("sending", 5)}},
                               {"POST " + kCloud + "/pause", {200, cloudJson("paused", 5)}}});
    CommandLine line = cloudLine(server, {"sync", "status", "cloud"});
    line.wantsJson = true;
    EXPECT_EQ(runSync(line).text, cloudJson("sending", 5) + "\n");
    line.words[1] = "pause";
    EXPECT_EQ(runSync(line).text, cloudJson("paused", 5) + "\n");
}

TEST(SyncCommand, RefusesAnActionItDoesNotKnowAndADestinationThatIsNone)
{
    const CannedServer server({});
    EXPECT_THROW(runSync(cloudLine(server, {"sync", "stop", "cloud"})), UsageError);
    EXPECT_THROW(runSync(cloudLine(server, {"sync", "pause"})), UsageError);
    EXPECT_THROW(runSync(cloudLine(server, {"sync", "pause", "clod"})), ApiError);
}

} // namespace
} // namespace historian::ctl
