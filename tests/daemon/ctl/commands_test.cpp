#include "canned_server.h"
#include "ctl/api_client.h"
#include "ctl/commands.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace historian::ctl {

namespace {

CommandLine lineOf(const CannedServer& server, std::vector<std::string> words)
{
    CommandLine line;
    line.url = server.url();
    line.words = std::move(words);
    return line;
}

constexpr auto kDevice =
    R"({"id":"ESP32-001","standing":"approved","freshness":"fresh","last_time":null,"profile":"esp32-scada","address":"10.0.0.7","label":"Roof"})";

} // namespace

TEST(DevicesCommand, ListsDevicesAsATable)
{
    CannedServer server(
        {{"GET /api/v1/devices", {200, std::string(R"({"devices":[)") + kDevice + "]}"}}});
    const auto text = runDevices(lineOf(server, {"devices"}));
    EXPECT_NE(text.find("ESP32-001  approved  fresh      -"), std::string::npos) << text;
}

TEST(DevicesCommand, SaysThatNoDeviceHasPostedYet)
{
    CannedServer server({{"GET /api/v1/devices", {200, R"({"devices":[]})"}}});
    EXPECT_EQ(runDevices(lineOf(server, {"devices", "list"})), "No device has posted yet.\n");
}

TEST(DevicesCommand, ApprovesTheDeviceItIsGiven)
{
    CannedServer server({{"POST /api/v1/devices/ESP32-001/approve", {200, kDevice}}});
    EXPECT_EQ(runDevices(lineOf(server, {"devices", "approve", "ESP32-001"})),
              "ESP32-001: approved\n");
}

TEST(DevicesCommand, RenamesWithALabelOfAnyCharacters)
{
    CannedServer server({{"POST /api/v1/devices/ESP32-001/rename", {200, kDevice}}});
    runDevices(lineOf(server, {"devices", "rename", "ESP32-001", "Toit \"est\""}));
    EXPECT_EQ(server.asked().front(),
              R"(POST /api/v1/devices/ESP32-001/rename {"label":"Toit \"est\""})");
}

TEST(DevicesCommand, SaysWhatTheDaemonSaidOfAnUnknownDevice)
{
    CannedServer server({});
    try {
        runDevices(lineOf(server, {"devices", "approve", "nobody"}));
        FAIL() << "nobody was approved";
    } catch (const ApiError& problem) {
        EXPECT_STREQ(problem.what(), "There is no such thing.");
        EXPECT_EQ(problem.exitCode(), 1);
    }
}

TEST(DevicesCommand, RefusesAnActionItDoesNotKnow)
{
    CannedServer server({});
    EXPECT_THROW(runDevices(lineOf(server, {"devices", "delete", "x"})), UsageError);
    EXPECT_TRUE(server.asked().empty());
}

TEST(QueryCommand, PassesItsOptionsOnAndSaysThatThereIsMore)
{
    CannedServer server(
        {{"GET /api/v1/samples?device=meter-1&metric=power&from=2025-01-20T10%3A30%3A00Z&limit=1",
          {200,
           R"({"device":"meter-1","metric":"power","unit":"W","samples":[{"t":"2025-01-20T10:30:00Z","v":550.0,"q":"good"}],"next_cursor":"x"})"}}});
    auto line = lineOf(server, {"query", "meter-1", "power"});
    line.options = {{"from", "2025-01-20T10:30:00Z"}, {"limit", "1"}};
    const auto text = runQuery(line);
    EXPECT_NE(text.find("2025-01-20T10:30:00Z  550    W     good"), std::string::npos) << text;
    EXPECT_NE(text.find("and more"), std::string::npos);
}

TEST(StatusCommand, NamesEachDestinationInOneLine)
{
    CannedServer server(
        {{"GET /api/v1/status",
          {200,
           R"({"version":"0.1.0","server_time":"2025-01-20T11:00:00Z","site":{"id":"s","name":"Roof","timezone":"UTC"},"clock":{"trusted":true},"store":{},"intake":{},"instances":[],"destinations":[{"output":"cloud","plugin":"supabase","state":"held","why":"the key is refused","backlog_readings":1204,"quarantined_readings":0,"oldest_unsent":"2025-01-20T10:30:00Z","last_success":null}]})"}}});
    const auto text = runStatus(lineOf(server, {"status"}));
    EXPECT_NE(
        text.find("cloud        held   1204 readings  2025-01-20T10:30:00Z  the key is refused\n"),
        std::string::npos)
        << text;
}

TEST(TokenCommand, ShowsTheTokenOnce)
{
    CannedServer server({{"POST /api/v1/tokens", {200, R"({"name":"grafana","token":"abc"})"}}});
    auto line = lineOf(server, {"token", "add", "grafana"});
    line.options = {{"scopes", "read, operate"}};
    EXPECT_EQ(runToken(line).substr(0, 4), "abc\n");
    EXPECT_EQ(server.asked().front(),
              R"(POST /api/v1/tokens {"name":"grafana","scopes":["read","operate"]})");
}

TEST(ApiClient, SaysThatTheDaemonCannotBeReached)
{
    CommandLine line;
    line.url = "http://127.0.0.1:1";
    line.words = {"status"};
    try {
        runStatus(line);
        FAIL() << "something answered on port 1";
    } catch (const ApiError& problem) {
        EXPECT_EQ(problem.exitCode(), 69);
        EXPECT_NE(std::string(problem.what()).find("is it running"), std::string::npos);
    }
}

TEST(ApiClient, RefusesATokenFileThatCannotBeRead)
{
    EXPECT_THROW(ApiClient("http://127.0.0.1:1", "/nonexistent/token"), ApiError);
}

TEST(PluginCommand, RefusesNamesThatCannotNameAFolderAndAType)
{
    for (const char* bad : {"", "Wind", "1st", "a-b", "../up"}) {
        CommandLine line;
        line.words = {"plugin", "new", bad};
        line.options = {{"input", ""}};
        EXPECT_THROW(runPlugin(line), UsageError) << bad;
    }
}

TEST(PluginCommand, WantsToKnowTheKind)
{
    CommandLine line;
    line.words = {"plugin", "new", "wind"};
    EXPECT_THROW(runPlugin(line), UsageError);
}

TEST(DevicesCommand, DecidesAboutOneDeviceOnly)
{
    CannedServer server({});
    EXPECT_THROW(runDevices(lineOf(server, {"devices", "approve", "a", "b"})), UsageError);
    EXPECT_TRUE(server.asked().empty());
}

TEST(TokenCommand, ListsTheScopesInWords)
{
    CannedServer server(
        {{"GET /api/v1/tokens",
          {200,
           R"({"tokens":[{"name":"grafana","scopes":["read","operate"],"created":"2025-01-20T10:30:00Z"}]})"}}});
    EXPECT_EQ(runToken(lineOf(server, {"token"})),
              "NAME     SCOPES        CREATED\n"
              "grafana  read,operate  2025-01-20T10:30:00Z\n");
}

TEST(TokenCommand, RefusesAnActionItDoesNotKnow)
{
    CannedServer server({});
    EXPECT_THROW(runToken(lineOf(server, {"token", "frob"})), UsageError);
}

TEST(ApiClient, RefusesAnAddressThatIsNone)
{
    for (const char* url : {"127.0.0.1:5000", "ftp://x", "http://h:1/page", "http://", "http://[x"})
        EXPECT_THROW(ApiClient(url, ""), UsageError) << url;
    EXPECT_NO_THROW(ApiClient("https://gateway:5000/", ""));
}

} // namespace historian::ctl
