#include "api_site.h"

namespace historian::web::testing {
namespace {

class DevicesApi : public ApiTest {};

TEST_F(DevicesApi, ListsConfiguredDevicesBeforeTheySentAnything)
{
    const JsonView view(get("/api/v1/devices").body);
    EXPECT_EQ(view.size("/devices"), 2U);
    EXPECT_EQ(view.text("/devices/0/id"), "ESP32-001");
    EXPECT_EQ(view.text("/devices/0/standing"), "approved");
    EXPECT_TRUE(view.flag("/devices/0/configured"));
    EXPECT_EQ(view.number("/devices/0/rated_kw"), 1.0);
    EXPECT_EQ(view.text("/devices/0/freshness"), "never");
    EXPECT_TRUE(view.isNull("/devices/0/last_time"));
    EXPECT_TRUE(view.isNull("/devices/1/rated_kw"));
    EXPECT_EQ(view.size("/devices/1/metrics"), 0U);
}

TEST_F(DevicesApi, ShowsAgeFreshnessAndMetrics)
{
    postSample();
    site.clock.set(at(1800 + 45));
    const JsonView view(get("/api/v1/devices").body);
    EXPECT_EQ(view.text("/devices/0/last_time"), "2025-01-20T10:30:00Z");
    EXPECT_EQ(view.number("/devices/0/age_s"), 45);
    EXPECT_EQ(view.text("/devices/0/freshness"), "late");
    EXPECT_EQ(view.size("/devices/0/metrics"), 7U);
    EXPECT_EQ(view.text("/devices/0/metrics/0/name"), "current");
    EXPECT_EQ(view.text("/devices/0/metrics/0/unit"), "A");
    EXPECT_EQ(view.text("/devices/0/metrics/4/kind"), "counter");
    EXPECT_EQ(view.text("/devices/0/metrics/0/origin"), "unknown");
}

TEST_F(DevicesApi, TakesDecisionsAndSignsThem)
{
    site.registry.admit("stranger", true, "10.0.0.9");
    const auto standing = [&](const std::string& action) {
        return JsonView(ask("POST", "/api/v1/devices/stranger/" + action).body).text("/standing");
    };
    EXPECT_EQ(standing("approve"), "approved");
    EXPECT_EQ(site.logbook.list(0, 1)[0].who, "token:test");
    EXPECT_EQ(standing("reject"), "rejected");
    EXPECT_EQ(standing("retire"), "retired");
}

TEST_F(DevicesApi, RenamesADevice)
{
    const JsonView view(
        ask("POST", "/api/v1/devices/meter-1/rename", {}, R"({"label":"Roof <b>east</b>"})").body);
    EXPECT_EQ(view.text("/label"), "Roof <b>east</b>");
    EXPECT_EQ(view.text("/id"), "meter-1");
}

TEST_F(DevicesApi, RefusesARenameWithoutALabel)
{
    for (const auto* body : {"", "{}", "[]", R"({"label":5})", "not json"}) {
        const HttpReply reply = ask("POST", "/api/v1/devices/meter-1/rename", {}, body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_EQ(JsonView(reply.body).text("/errors/0/pointer"), "/label");
    }
}

TEST_F(DevicesApi, RefusesALabelThatIsTooLong)
{
    const std::string body = R"({"label":")" + std::string(1000, 'x') + R"("})";
    const HttpReply reply = ask("POST", "/api/v1/devices/meter-1/rename", {}, body);
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(JsonView(reply.body).text("/code"), "validation_failed");
}

TEST_F(DevicesApi, SaysThatADeviceIsUnknown)
{
    for (const auto* action : {"approve", "reject", "retire", "rename"}) {
        const HttpReply reply = ask("POST", std::string("/api/v1/devices/nobody/") + action);
        EXPECT_EQ(reply.status, 404) << action;
        EXPECT_EQ(JsonView(reply.body).text("/code"), "unknown_device");
    }
}

TEST_F(DevicesApi, NeedsTheScopeOperateToChangeSomething)
{
    for (const Route& route : routes.guarded) {
        if (!route.path.starts_with("/api/v1/devices")) continue;
        EXPECT_EQ(route.access, route.method == "GET" ? Access::Read : Access::Operate);
    }
}

} // namespace
} // namespace historian::web::testing
