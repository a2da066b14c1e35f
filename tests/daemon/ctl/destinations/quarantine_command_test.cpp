#include "canned_cloud.h"
#include "ctl/api_client.h"
#include "ctl/commands.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace historian::ctl {
namespace {

const std::string kQuarantine = "/api/v1/destinations/cloud/quarantine";

TEST(QuarantineCommand, ListsReadingsWithTheDestinationsWords)
{
    const CannedServer server(
        {{"GET " + kQuarantine + "?limit=1",
          {200,
           R"({"output":"cloud","quarantined":[{"store_id":"store-1","seq":7,"device":"meter-1","time":"2025-01-20T10:30:00Z","why":"22P02: not a number","at":"2025-01-20T10:31:00Z","reading":null}],"next":{"after_store_id":"store-1","after_seq":7}})"}}});
    const std::string text =
        runQuarantine(cloudLine(server, {"quarantine", "list", "cloud"}, {{"limit", "1"}}));
    EXPECT_NE(text.find("store-1  7    meter-1  2025-01-20T10:30:00Z  2025-01-20T10:31:00Z  22P02: "
                        "not a number\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("and more"), std::string::npos);
}

TEST(QuarantineCommand, SaysThatNothingIsSetAside)
{
    const CannedServer server(
        {{"GET " + kQuarantine, {200, R"({"output":"cloud","quarantined":[],"next":null})"}}});
    EXPECT_EQ(runQuarantine(cloudLine(server, {"quarantine", "list", "cloud"})),
              "Nothing is set aside.\n");
}

TEST(QuarantineCommand, RetriesAllOrOne)
{
    const CannedServer server(
        {{"POST " + kQuarantine + "/retry", {200, R"({"output":"cloud","readings":3})"}}});
    EXPECT_EQ(runQuarantine(cloudLine(server, {"quarantine", "retry", "cloud"})),
              "cloud: 3 readings offered again\n");
    EXPECT_EQ(server.asked().back(), "POST " + kQuarantine + R"(/retry {"all":true})");
    runQuarantine(cloudLine(
        server, {"quarantine", "retry", "cloud"}, {{"seq", "7"}, {"store-id", "store-1"}}));
    EXPECT_EQ(server.asked().back(),
              "POST " + kQuarantine + R"(/retry {"seq":7,"store_id":"store-1"})");
}

TEST(QuarantineCommand, DiscardsOnlyWithAReason)
{
    const CannedServer server(
        {{"POST " + kQuarantine + "/discard", {200, R"({"output":"cloud","readings":1})"}}});
    EXPECT_EQ(runQuarantine(cloudLine(
                  server, {"quarantine", "discard", "cloud"}, {{"reason", "broken \"sensor\""}})),
              "cloud: 1 reading given up\n");
    EXPECT_EQ(server.asked().back(),
              "POST " + kQuarantine + R"(/discard {"all":true,"reason":"broken \"sensor\""})");
    EXPECT_THROW(runQuarantine(cloudLine(server, {"quarantine", "discard", "cloud"})), UsageError);
}

TEST(QuarantineCommand, RefusesHalfAChoice)
{
    const CannedServer server({});
    using Options = std::vector<std::pair<std::string, std::string>>;
    for (const Options& options : {Options{{"seq", "7"}},
                                   Options{{"store-id", "s"}},
                                   Options{{"seq", "seven"}, {"store-id", "s"}}})
        EXPECT_THROW(runQuarantine(cloudLine(server, {"quarantine", "retry", "cloud"}, options)),
                     UsageError);
    EXPECT_TRUE(server.asked().empty());
}

TEST(QuarantineCommand, ExportsPageAfterPageIntoAFile)
{
    const std::string line = R"({"store_id":"store-1","seq":1,"why":"{\"next\":"})";
    const CannedServer server(
        {{"GET " + kQuarantine + ".ndjson",
          {200,
           line + "\n" + line + "\n{\"next\":{\"after_store_id\":\"store-1\",\"after_seq\":2}}\n"}},
         {"GET " + kQuarantine + ".ndjson?after_store_id=store-1&after_seq=2",
          {200, line + "\n"}}});
    const auto file = std::filesystem::path(::testing::TempDir()) / "quarantine_export.ndjson";
    const std::string said = runQuarantine(
        cloudLine(server, {"quarantine", "export", "cloud"}, {{"file", file.string()}}));
    EXPECT_EQ(said, "3 readings written to " + file.string() + "\n");
    std::stringstream written;
    written << std::ifstream(file).rdbuf();
    EXPECT_EQ(written.str(), line + "\n" + line + "\n" + line + "\n");
    std::filesystem::remove(file);
}

TEST(QuarantineCommand, SaysThatAFileCannotBeWritten)
{
    const CannedServer server({{"GET " + kQuarantine + ".ndjson", {200, "{}\n"}}});
    EXPECT_THROW(runQuarantine(cloudLine(
                     server, {"quarantine", "export", "cloud"}, {{"file", "/nonexistent/x"}})),
                 ApiError);
}

TEST(QuarantineCommand, RefusesAnActionItDoesNotKnow)
{
    const CannedServer server({});
    EXPECT_THROW(runQuarantine(cloudLine(server, {"quarantine", "empty", "cloud"})), UsageError);
    EXPECT_THROW(runQuarantine(cloudLine(server, {"quarantine", "list"})), UsageError);
    EXPECT_THROW(runQuarantine(cloudLine(server, {"quarantine"})), UsageError);
}

} // namespace
} // namespace historian::ctl
