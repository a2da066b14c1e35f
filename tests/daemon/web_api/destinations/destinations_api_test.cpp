#include "../api_site.h"
#include "scripted_destinations.h"

namespace historian::web::testing {
namespace {

class DestinationsApi : public ApiTest {
protected:
    DestinationsApi()
    {
        destinations.statuses = {cloud(at(1800))};
        context.destinations = &destinations;
        site.clock.set(at(3600));
    }

    HttpReply act(const std::string& verb, const std::string& body = "")
    {
        return ask("POST", "/api/v1/destinations/cloud/" + verb, {}, body);
    }

    std::string lastLogged() const
    {
        const auto entries = site.logbook.list(0, 1);
        const auto& entry = entries[0];
        return entry.who + " " + entry.action + " " + entry.subject + ": " + entry.detail;
    }

    ScriptedDestinations destinations;
};

TEST_F(DestinationsApi, TellsHowFarEachOutputHasGot)
{
    destinations.statuses[0].drainsIn = std::chrono::seconds(61);
    destinations.statuses[0].dataADay = base::DataADay{12e6, 8640, 500e6, 165, true};
    const JsonView view(get("/api/v1/destinations").body);
    EXPECT_EQ(view.size("/destinations"), 1U);
    EXPECT_EQ(view.text("/server_time"), "2025-01-20T11:00:00Z");
    EXPECT_EQ(view.text("/destinations/0/state"), "retrying");
    EXPECT_EQ(view.text("/destinations/0/why"), "no route to host; tried again in 8 s");
    EXPECT_TRUE(view.flag("/destinations/0/required"));
    EXPECT_EQ(view.number("/destinations/0/backlog_readings"), 1204);
    EXPECT_EQ(view.text("/destinations/0/oldest_unsent"), "2025-01-20T10:30:00Z");
    EXPECT_EQ(view.number("/destinations/0/oldest_unsent_s"), 1800);
    EXPECT_TRUE(view.isNull("/destinations/0/last_success"));
    EXPECT_EQ(view.number("/destinations/0/drains_in_s"), 61);
    EXPECT_EQ(view.number("/destinations/0/bytes_today"), 4'000'000);
    EXPECT_EQ(view.number("/destinations/0/window_s"), 60);
    EXPECT_EQ(view.number("/destinations/0/thinned_readings"), 5'310'000);
    EXPECT_EQ(view.number("/destinations/0/data_a_day/sent_bytes"), 12e6);
    EXPECT_EQ(view.number("/destinations/0/data_a_day/days_until_full"), 165);
    EXPECT_TRUE(view.flag("/destinations/0/data_a_day/estimate"));
    EXPECT_EQ(view.number("/destinations/0/positions/0/newest_seq"), 91'206);
    EXPECT_EQ(JsonView(get("/api/v1/destinations/cloud").body).text("/output"), "cloud");
}

TEST_F(DestinationsApi, HasAnEmptyListAndNoActsWhereNothingIsForwarded)
{
    context.destinations = nullptr;
    EXPECT_EQ(JsonView(get("/api/v1/destinations").body).raw("/destinations"), "[]");
    for (const auto* verb : {"pause", "resume", "rewind", "verify"}) {
        const HttpReply reply = act(verb);
        EXPECT_EQ(reply.status, 404) << verb;
        EXPECT_EQ(JsonView(reply.body).text("/code"), "unknown_destination");
    }
}

TEST_F(DestinationsApi, NamesTheDestinationsThereAreWhenOneIsUnknown)
{
    const HttpReply reply = get("/api/v1/destinations/clod");
    EXPECT_EQ(reply.status, 404);
    EXPECT_NE(JsonView(reply.body).text("/detail").find("'clod'; there is: cloud"),
              std::string::npos);
}

TEST_F(DestinationsApi, PausesAndResumesAndSignsBoth)
{
    EXPECT_EQ(JsonView(act("pause").body).text("/state"), "paused");
    EXPECT_EQ(lastLogged(),
              "token:test destination_paused cloud: nothing is sent until it is resumed");
    EXPECT_EQ(JsonView(act("resume").body).text("/state"), "sending");
    EXPECT_EQ(lastLogged(), "token:test destination_resumed cloud: sends from its position on");
    EXPECT_EQ(destinations.acts, (std::vector<std::string>{"pause cloud", "resume cloud"}));
}

TEST_F(DestinationsApi, RewindsToATimeAndSaysHowMuchThatIs)
{
    const JsonView view(act("rewind", R"({"from":"2025-01-20T11:00:00+01:00"})").body);
    EXPECT_EQ(view.number("/readings"), 1204);
    EXPECT_EQ(destinations.acts.back(), "rewind cloud 1737367200");
    EXPECT_EQ(
        lastLogged(),
        "token:test destination_rewound cloud: 1204 readings from 2025-01-20T10:00:00Z on are "
        "offered again");
}

TEST_F(DestinationsApi, RefusesARewindThatIsNotUnderstood)
{
    const std::pair<const char*, const char*> faults[] = {
        {"", "missing_field"},
        {"{}", "missing_field"},
        {"[]", "bad_request"},
        {"{", "bad_request"},
        {R"({"from":"yesterday"})", "invalid_time"},
        {R"({"from":"2025-01-20T10:00:00"})", "invalid_time"},
        {R"({"from":5})", "invalid_field"},
        {R"({"from":"2025-01-20T10:00:00Z","form":1})", "unknown_field"},
    };
    for (const auto& [body, code] : faults) {
        const HttpReply reply = act("rewind", body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_EQ(JsonView(reply.body).text("/code"), code) << body;
    }
    EXPECT_TRUE(destinations.acts.empty());
}

TEST_F(DestinationsApi, ComparesDaysAndCountsWhatIsUnexplained)
{
    destinations.days = {{at(0) - std::chrono::hours(10), 86'400, 2, 86'398}, {at(0), 50, 0, 60}};
    const JsonView view(act("verify").body);
    EXPECT_EQ(view.text("/from"), "2025-01-13T11:00:00Z");
    EXPECT_EQ(view.text("/days/0/day"), "2025-01-20");
    EXPECT_EQ(view.number("/days/0/unexplained_readings"), 0);
    EXPECT_EQ(view.number("/days/1/unexplained_readings"), -10);
    EXPECT_EQ(
        lastLogged(),
        "token:test destination_verified cloud: 2025-01-13T11:00:00Z to 2025-01-20T11:00:00Z");
}

TEST_F(DestinationsApi, ComparesAtMost400Days)
{
    EXPECT_EQ(act("verify", R"({"from":"2023-12-17T11:00:00Z"})").status, 200);
    EXPECT_EQ(act("verify", R"({"from":"2023-12-16T11:00:00Z"})").status, 400);
    EXPECT_EQ(act("verify", R"({"from":"2025-01-21T00:00:00Z"})").status, 400);
}

TEST_F(DestinationsApi, PassesARefusalOnAndSignsNothing)
{
    destinations.refusal = Error{"output cloud is not in the configuration"};
    for (const auto& [verb, body] : {std::pair{"pause", ""},
                                     {"resume", ""},
                                     {"rewind", R"({"from":"2025-01-20T10:00:00Z"})"},
                                     {"verify", "{}"}}) {
        const HttpReply reply = act(verb, body);
        EXPECT_EQ(reply.status, 409) << verb;
        EXPECT_EQ(JsonView(reply.body).text("/code"), "destination_refused");
        EXPECT_EQ(JsonView(reply.body).text("/detail"), destinations.refusal->message);
    }
    EXPECT_TRUE(lastLogged().starts_with("daemon ")) << "nothing was done";
}

TEST_F(DestinationsApi, RefusesParametersItDoesNotKnow)
{
    const std::string one = "/api/v1/destinations/cloud";
    EXPECT_EQ(get("/api/v1/destinations", {{"x", "1"}}).status, 400);
    EXPECT_EQ(get(one, {{"x", "1"}}).status, 400);
    for (const auto* verb : {"pause", "resume", "rewind", "verify"})
        EXPECT_EQ(ask("POST", one + "/" + verb, {{"x", "1"}}).status, 400) << verb;
}

TEST_F(DestinationsApi, NeedsTheScopeOperateToChangeSomething)
{
    for (const Route& route : routes.guarded) {
        if (!route.path.starts_with("/api/v1/destinations") && !route.path.ends_with("/probe"))
            continue;
        EXPECT_EQ(route.access, route.method == "GET" ? Access::Read : Access::Operate);
    }
}

TEST_F(DestinationsApi, AreNamedInTheStatus)
{
    const JsonView view(get("/api/v1/status").body);
    EXPECT_EQ(view.text("/destinations/0/output"), "cloud");
    EXPECT_EQ(view.text("/destinations/0/state"), "retrying");
    EXPECT_EQ(view.number("/destinations/0/backlog_readings"), 1204);
}

TEST_F(DestinationsApi, AreMeasuredForPrometheus)
{
    const std::string body = get("/metrics").body;
    for (const std::string line : {"backlog_readings{output=\"cloud\"} 1204",
                                   "delivered_total{output=\"cloud\"} 90000",
                                   "quarantined_readings{output=\"cloud\"} 2",
                                   "dropped_readings{output=\"cloud\"} 3",
                                   "sent_bytes_today{output=\"cloud\"} 4000000",
                                   "oldest_unsent_seconds{output=\"cloud\"} 1800",
                                   "state{output=\"cloud\",state=\"retrying\"} 1",
                                   "state{output=\"cloud\",state=\"held\"} 0"})
        EXPECT_NE(body.find("\nhistorian_destination_" + line + "\n"), std::string::npos) << line;
}

} // namespace
} // namespace historian::web::testing
