#include "../api_site.h"
#include "scripted_destinations.h"

#include <sstream>

namespace historian::web::testing {
namespace {

class QuarantineApi : public ApiTest {
protected:
    QuarantineApi()
    {
        destinations.statuses = {cloud(at(1800))};
        context.destinations = &destinations;
        for (std::uint64_t seq = 1; seq <= 3; ++seq) setAside(seq, R"({"device_id":"meter-1"})");
    }

    void setAside(std::uint64_t seq, std::string json)
    {
        destinations.quarantined.push_back(
            {"store-1", seq, "meter-1", at(1), "22P02: not a number", at(5), std::move(json)});
    }

    HttpReply act(const std::string& verb, const std::string& body)
    {
        return ask("POST", "/api/v1/destinations/cloud/quarantine/" + verb, {}, body);
    }

    ScriptedDestinations destinations;
    const std::string path = "/api/v1/destinations/cloud/quarantine";
};

TEST_F(QuarantineApi, ListsWhatWasSetAsideAndWhy)
{
    destinations.quarantined[1].json.clear();
    const JsonView view(get(path).body);
    EXPECT_EQ(view.size("/quarantined"), 3U);
    EXPECT_EQ(view.number("/quarantined/0/seq"), 1);
    EXPECT_EQ(view.text("/quarantined/0/why"), "22P02: not a number");
    EXPECT_EQ(view.text("/quarantined/0/reading/device_id"), "meter-1");
    EXPECT_TRUE(view.isNull("/quarantined/1/reading")) << "it was purged";
    EXPECT_TRUE(view.isNull("/next"));
}

TEST_F(QuarantineApi, ListsPageAfterPage)
{
    const JsonView first(get(path, {{"limit", "2"}}).body);
    EXPECT_EQ(first.size("/quarantined"), 2U);
    EXPECT_EQ(first.text("/next/after_store_id"), "store-1");
    EXPECT_EQ(first.number("/next/after_seq"), 2);
    const JsonView second(
        get(path, {{"limit", "2"}, {"after_store_id", "store-1"}, {"after_seq", "2"}}).body);
    EXPECT_EQ(second.size("/quarantined"), 1U);
    EXPECT_EQ(second.number("/quarantined/0/seq"), 3);
    EXPECT_TRUE(second.isNull("/next"));
}

TEST_F(QuarantineApi, RefusesAPageItCannotGive)
{
    EXPECT_EQ(get(path, {{"limit", "1000"}}).status, 200);
    EXPECT_EQ(get(path, {{"limit", "1001"}}).status, 400);
    EXPECT_EQ(get(path, {{"limit", "0"}}).status, 400);
    EXPECT_EQ(get(path, {{"after_seq", "2"}}).status, 400);
    EXPECT_EQ(get(path, {{"after_store_id", "store-1"}}).status, 400);
    EXPECT_EQ(get(path + ".ndjson", {{"limit", "2"}}).status, 400);
}

TEST_F(QuarantineApi, ExportsALineForEachThroughAllPages)
{
    for (std::uint64_t seq = 4; seq <= 2500; ++seq) setAside(seq, "{}");
    const HttpReply reply = get(path + ".ndjson");
    EXPECT_EQ(reply.contentType, "application/x-ndjson");
    std::istringstream lines(reply.body);
    double seq = 0;
    for (std::string line; std::getline(lines, line);)
        EXPECT_EQ(JsonView(line).number("/seq"), ++seq);
    EXPECT_EQ(seq, 2500);
}

TEST_F(QuarantineApi, EndsALargeExportWithWhereToGoOn)
{
    const std::string large = R"({"device_id":")" + std::string(3'000'000, 'x') + R"("})";
    for (std::uint64_t seq = 4; seq <= 8; ++seq) setAside(seq, large);
    const std::string body = get(path + ".ndjson").body;
    const auto last = body.rfind('\n', body.size() - 2) + 1;
    EXPECT_EQ(body.substr(last), "{\"next\":{\"after_store_id\":\"store-1\",\"after_seq\":6}}\n");
    const std::string rest =
        get(path + ".ndjson", {{"after_store_id", "store-1"}, {"after_seq", "6"}}).body;
    EXPECT_TRUE(rest.starts_with(R"({"store_id":"store-1","seq":7,)"));
    EXPECT_EQ(rest.find("next"), std::string::npos);
}

TEST_F(QuarantineApi, RetriesOneAndAll)
{
    EXPECT_EQ(JsonView(act("retry", R"({"store_id":"store-1","seq":2})").body).number("/readings"),
              1);
    EXPECT_EQ(site.logbook.list(0, 1)[0].detail, "reading store-1 2");
    EXPECT_EQ(JsonView(act("retry", R"({"all":true})").body).number("/readings"), 3);
    EXPECT_EQ(site.logbook.list(0, 1)[0].action, "quarantine_retried");
    EXPECT_EQ(site.logbook.list(0, 1)[0].who, "token:test");
    EXPECT_EQ(site.logbook.list(0, 1)[0].detail, "all: 3 readings");
}

TEST_F(QuarantineApi, WantsToBeToldWhichReadings)
{
    for (const auto* body : {"",
                             "{}",
                             R"({"all":false})",
                             R"({"seq":2})",
                             R"({"store_id":"store-1"})",
                             R"({"all":true,"store_id":"store-1","seq":2})",
                             R"({"store_id":"store-1","seq":-2})",
                             R"({"store_id":"store-1","seq":2.5})",
                             R"({"store_id":"store-1","seq":"2"})",
                             R"({"all":1})"})
        EXPECT_EQ(act("retry", body).status, 400) << body;
    EXPECT_TRUE(destinations.acts.empty());
}

TEST_F(QuarantineApi, SaysThatAReadingIsNotSetAside)
{
    const HttpReply reply = act("retry", R"({"store_id":"store-1","seq":99})");
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(JsonView(reply.body).text("/code"), "not_quarantined");
    EXPECT_EQ(site.logbook.list(0, 1)[0].who, "daemon") << "nothing was done";
}

TEST_F(QuarantineApi, DiscardsWithAReasonThatIsKept)
{
    const HttpReply reply =
        act("discard", R"({"store_id":"store-1","seq":2,"reason":" broken sensor é "})");
    EXPECT_EQ(JsonView(reply.body).number("/readings"), 1);
    EXPECT_EQ(destinations.acts.back(), "discard cloud broken sensor é");
    EXPECT_EQ(site.logbook.list(0, 1)[0].action, "quarantine_discarded");
    EXPECT_EQ(site.logbook.list(0, 1)[0].detail, "reading store-1 2; broken sensor é");
}

TEST_F(QuarantineApi, RefusesToDiscardWithoutAReasonOf3To500Characters)
{
    const auto discard = [&](const std::string& reason) {
        return act("discard", R"({"all":true,"reason":")" + reason + R"("})").status;
    };
    std::string accents;
    for (int i = 0; i < 500; ++i) accents += "é";
    EXPECT_EQ(discard("ab"), 400);
    EXPECT_EQ(discard("  ab  "), 400);
    EXPECT_EQ(discard("abc"), 200);
    EXPECT_EQ(discard(accents), 200);
    EXPECT_EQ(discard(accents + "x"), 400);
    EXPECT_EQ(act("discard", R"({"all":true})").status, 400);
}

TEST_F(QuarantineApi, PassesARefusalOn)
{
    destinations.refusal = Error{"the store cannot be read"};
    EXPECT_EQ(get(path).status, 409);
    EXPECT_EQ(get(path + ".ndjson").status, 409);
    EXPECT_EQ(act("retry", R"({"all":true})").status, 409);
    EXPECT_EQ(act("discard", R"({"all":true,"reason":"why not"})").status, 409);
    EXPECT_EQ(site.logbook.list(0, 1)[0].who, "daemon") << "nothing was done";
}

TEST_F(QuarantineApi, KnowsNoOtherOutput)
{
    const std::string other = "/api/v1/destinations/clod/quarantine";
    EXPECT_EQ(get(other).status, 404);
    EXPECT_EQ(get(other + ".ndjson").status, 404);
    EXPECT_EQ(ask("POST", other + "/retry", {}, R"({"all":true})").status, 404);
    EXPECT_EQ(ask("POST", other + "/discard", {}, "{}").status, 404);
}

} // namespace
} // namespace historian::web::testing
