#include "api_site.h"

namespace historian::web::testing {
namespace {

class CarbonApi : public ApiTest {};

TEST_F(CarbonApi, GivesThePredecessorsDocumentedExample)
{
    postSample();
    const JsonView view(get("/api/carbon-credits/ESP32-001").body);
    EXPECT_EQ(view.raw("/monitoring_data/net_export_mwh"), "0.001209");
    EXPECT_EQ(view.raw("/calculations/emission_reductions_tco2"), "0.000979");
    EXPECT_EQ(view.number("/monitoring_data/capacity_factor"), 55);
    EXPECT_TRUE(view.flag("/estimate"));
    EXPECT_EQ(view.number("/sourced/factor"), 0.66);
}

TEST_F(CarbonApi, GivesThePeriodAskedFor)
{
    site.post("ESP32-001", at(0), {{"total_energy_kwh", 1.0}});
    site.post("ESP32-001", at(3600), {{"total_energy_kwh", 1.5}});
    const JsonView view(get("/api/carbon-credits/ESP32-001",
                            {{"from", "2025-01-20T10:00:01Z"}, {"to", "2025-01-20T12:00:00Z"}})
                            .body);
    EXPECT_EQ(view.raw("/monitoring_data/gross_generation_mwh"), "0.0005");
    EXPECT_EQ(view.text("/period_start"), "2025-01-20T10:00:01Z");
}

TEST_F(CarbonApi, SaysDeviceNotFoundAsThePredecessorDid)
{
    for (const auto* path : {"/api/carbon-credits/nobody",
                             "/api/carbon-credits/meter-1",
                             "/api/guardian/format/nobody"}) {
        const HttpReply reply = get(path);
        EXPECT_EQ(reply.status, 404) << path;
        EXPECT_EQ(reply.body, R"({"detail":"Device not found"})");
    }
}

TEST_F(CarbonApi, RefusesAPeriodThatIsNone)
{
    postSample();
    const auto status = [&](Parameters query) {
        return get("/api/carbon-credits/ESP32-001", std::move(query)).status;
    };
    EXPECT_EQ(status({{"from", "soon"}}), 400);
    EXPECT_EQ(status({{"since", "2025-01-20T10:00:00Z"}}), 400);
    EXPECT_EQ(status({{"from", "2025-01-21T10:00:00Z"}, {"to", "2025-01-20T10:00:00Z"}}), 400);
}

TEST_F(CarbonApi, ShowsTheGuardianFormatOfAnEstimate)
{
    postSample();
    const JsonView view(get("/api/guardian/format/ESP32-001").body);
    EXPECT_EQ(view.text("/document/credentialSubject/0/type"), "energy_measurement_schema");
    for (int i = 0; i < 8; ++i)
        EXPECT_NE(view.text("/document/credentialSubject/0/field" + std::to_string(i)), "(absent)");
    EXPECT_TRUE(view.has("/document/credentialSubject/0/policyId"));
    EXPECT_TRUE(view.has("/document/credentialSubject/0/accountId"));
    EXPECT_TRUE(view.has("/document/@context"));
    EXPECT_FALSE(view.has("/document/proof"));
    EXPECT_TRUE(view.flag("/estimate"));
}

TEST_F(CarbonApi, SubmitsNothingUntilAnOutputTakesReports)
{
    const HttpReply reply = ask("POST", "/api/guardian/submit/ESP32-001");
    EXPECT_EQ(reply.status, 200);
    const JsonView view(reply.body);
    EXPECT_EQ(view.raw("/success"), "false");
    EXPECT_NE(view.text("/error"), "");
    EXPECT_EQ(ask("POST", "/api/guardian/submit/nobody").status, 404);
}

} // namespace
} // namespace historian::web::testing
