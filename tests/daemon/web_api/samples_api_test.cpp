#include "api_site.h"

namespace historian::web::testing {
namespace {

class SamplesApi : public ApiTest {
protected:
    void postPower(int count)
    {
        for (int i = 0; i < count; ++i)
            site.post("ESP32-001", at(i), {{"power", static_cast<double>(i)}});
        site.clock.set(at(count));
    }

    std::string codeOf(Parameters query)
    {
        return JsonView(get("/api/v1/samples", std::move(query)).body).text("/code");
    }

    static Parameters with(Parameters more)
    {
        Parameters query{{"device", "ESP32-001"}, {"metric", "power"}};
        query.insert(query.end(), more.begin(), more.end());
        return query;
    }
};

TEST_F(SamplesApi, GivesTheLastHourUnasked)
{
    site.post("ESP32-001", at(-7200), {{"power", 1.0}});
    site.post("ESP32-001", at(1800), {{"power", 550.0}});
    const HttpReply reply = get("/api/v1/samples", with({}));
    EXPECT_EQ(reply.body,
              R"({"device":"ESP32-001","metric":"power","unit":"W","samples":[)"
              R"({"t":"2025-01-20T10:30:00Z","v":550,"q":"good"}],"next_cursor":null})");
}

TEST_F(SamplesApi, TakesTimesInEveryDocumentedForm)
{
    postPower(10);
    for (const auto* from : {"2025-01-20T10:00:05Z",
                             "2025-01-20T11:00:05+01:00",
                             "2025-01-20T11:00:05 01:00",
                             "1737367205000"}) {
        const JsonView view(get("/api/v1/samples", with({{"from", from}})).body);
        EXPECT_EQ(view.size("/samples"), 5U) << from;
    }
}

TEST_F(SamplesApi, PagesWithAnOpaqueCursor)
{
    postPower(25);
    std::string cursor;
    std::size_t samples = 0;
    for (int page = 0; page < 3; ++page) {
        Parameters query = with({{"limit", "10"}});
        if (!cursor.empty()) query.emplace_back("cursor", cursor);
        const JsonView view(get("/api/v1/samples", query).body);
        samples += view.size("/samples");
        cursor = view.isNull("/next_cursor") ? "" : view.text("/next_cursor");
    }
    EXPECT_EQ(samples, 25U);
    EXPECT_TRUE(cursor.empty());
}

TEST_F(SamplesApi, ThinsToTheNumberOfPointsAskedFor)
{
    postPower(200);
    const JsonView view(get("/api/v1/samples",
                            with({{"from", "2025-01-20T10:00:00Z"},
                                  {"to", "2025-01-20T10:03:20Z"},
                                  {"max_points", "20"}}))
                            .body);
    EXPECT_EQ(view.size("/samples"), 20U);
    EXPECT_TRUE(view.isNull("/next_cursor"));
}

TEST_F(SamplesApi, GivesWhatIsMissingAsNullToThoseWhoAskForAll)
{
    Batch batch;
    batch.begin(site.device("ESP32-001")).time = at(1790);
    batch.add(Value::none(site.metric("power"), Quality::BadNotANumber));
    site.commit(batch);
    EXPECT_EQ(JsonView(get("/api/v1/samples", with({})).body).size("/samples"), 0U);
    const JsonView all(get("/api/v1/samples", with({{"quality", "all"}})).body);
    EXPECT_TRUE(all.isNull("/samples/0/v"));
    EXPECT_EQ(all.text("/samples/0/q"), "bad_nan");
}

TEST_F(SamplesApi, NamesWhatIsWrongWithAQuestion)
{
    postPower(1);
    EXPECT_EQ(codeOf({}), "missing_parameter");
    EXPECT_EQ(codeOf(with({{"form", "now"}})), "unknown_parameter");
    EXPECT_EQ(codeOf(with({{"device", "x"}})), "repeated_parameter");
    EXPECT_EQ(codeOf(with({{"from", "yesterday"}})), "invalid_time");
    EXPECT_EQ(codeOf(with({{"from", "2025-01-20T10:00:00"}})), "invalid_time");
    EXPECT_EQ(codeOf(with({{"from", "2025-01-20T12:00:00Z"}, {"to", "2025-01-20T12:00:00Z"}})),
              "invalid_time");
    EXPECT_EQ(codeOf(with({{"limit", "0"}})), "invalid_number");
    EXPECT_EQ(codeOf(with({{"limit", "10001"}})), "invalid_number");
    EXPECT_EQ(codeOf(with({{"limit", "1e2"}})), "invalid_number");
    EXPECT_EQ(codeOf(with({{"max_points", "1"}})), "invalid_number");
    EXPECT_EQ(codeOf(with({{"max_points", "10"}, {"limit", "5"}})), "bad_request");
    EXPECT_EQ(codeOf(with({{"cursor", "../../etc"}})), "invalid_cursor");
    EXPECT_EQ(codeOf(with({{"quality", "best"}})), "invalid_choice");
}

TEST_F(SamplesApi, SaysWhichParameterIsWrong)
{
    const JsonView view(get("/api/v1/samples", with({{"form", "now"}})).body);
    EXPECT_EQ(view.text("/errors/0/parameter"), "form");
    EXPECT_EQ(view.number("/status"), 400);
}

TEST_F(SamplesApi, TellsAnUnknownDeviceFromAnUnknownSeries)
{
    postPower(1);
    EXPECT_EQ(codeOf({{"device", "nobody"}, {"metric", "power"}}), "unknown_device");
    EXPECT_EQ(codeOf({{"device", "ESP32-001"}, {"metric", "pwr"}}), "unknown_series");
    EXPECT_EQ(codeOf({{"device", "meter-1"}, {"metric", "power"}}), "unknown_series");
}

TEST_F(SamplesApi, ShowsTheLatestWithUnitQualityOriginAndFlags)
{
    Batch batch;
    Reading& reading = batch.begin(site.device("ESP32-001"));
    reading.time = at(1790);
    reading.received = at(1790.5);
    reading.flags.add(Flag::Arrival);
    reading.flags.add(Flag::Unapproved);
    batch.add(Value::number(site.metric("power"), 550));
    batch.add(Value::text(site.metric("mode"), batch.keep("<auto>")));
    site.commit(batch);
    const JsonView view(get("/api/v1/latest").body);
    EXPECT_EQ(view.text("/server_time"), "2025-01-20T10:30:00Z");
    EXPECT_EQ(view.size("/readings"), 1U);
    EXPECT_EQ(view.raw("/readings/0/flags"), R"(["arrival","unapproved"])");
    EXPECT_EQ(view.text("/readings/0/received"), "2025-01-20T10:29:50.500Z");
    EXPECT_EQ(view.raw("/readings/0/values/power"),
              R"({"v":550,"unit":"W","q":"good","origin":"unknown"})");
    EXPECT_EQ(view.text("/readings/0/values/mode/v"), "<auto>");
}

TEST_F(SamplesApi, ShowsTheLatestOfOneDevice)
{
    postSample();
    postSample("meter-1");
    EXPECT_EQ(JsonView(get("/api/v1/latest").body).size("/readings"), 2U);
    const JsonView one(get("/api/v1/latest", {{"device", "meter-1"}}).body);
    EXPECT_EQ(one.size("/readings"), 1U);
    EXPECT_EQ(one.text("/readings/0/device_id"), "meter-1");
    EXPECT_EQ(get("/api/v1/latest", {{"device", "nobody"}}).status, 404);
    EXPECT_EQ(get("/api/v1/latest", {{"dev", "x"}}).status, 400);
}

} // namespace
} // namespace historian::web::testing
