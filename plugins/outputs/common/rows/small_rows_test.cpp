#include "rows/small_rows.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::rows {

TEST(GapRows, KeepsTheLastOfGapsWithOneName)
{
    const ReadingGap gaps[] = {
        {.storeId = "S", .firstSeq = 1, .lastSeq = 2, .why = "a", .at = {}},
        {.storeId = "S", .firstSeq = 5, .lastSeq = 6, .why = "b", .at = {}, .readings = 2},
        {.cause = ReadingGap::Cause::Purged,
         .storeId = "S",
         .firstSeq = 1,
         .lastSeq = 2,
         .why = "c",
         .at = {},
         .isClosed = true,
         .readings = 1}};
    EXPECT_EQ(
        gapRows("site", gaps),
        R"([{"site_id":"site","store_id":"S","first_seq":5,"last_seq":6,"cause":"quarantined","why":"b",)"
        R"("decided_at":"1970-01-01T00:00:00Z","closed":false,"readings":2},)"
        R"({"site_id":"site","store_id":"S","first_seq":1,"last_seq":2,"cause":"purged","why":"c",)"
        R"("decided_at":"1970-01-01T00:00:00Z","closed":true,"readings":1}])");
    EXPECT_EQ(gapRows("site", {}), "[]");
}

TEST(HourRows, WritesAClosedHour)
{
    testing::FakeHost host;
    const EnergyHour hour{.device = *host.symbol(NameKind::Device, "m"),
                          .metric = *host.symbol(NameKind::Metric, "total_energy_kwh"),
                          .start = {},
                          .energyKwh = 1.79,
                          .coverage = 0.5,
                          .readings = 60,
                          .revision = 2,
                          .isApproved = false};
    EXPECT_EQ(hourRows(host, {&hour, 1}),
              R"([{"site_id":"site-001","device_id":"m","metric":"total_energy_kwh",)"
              R"("hour":"1970-01-01T00:00:00Z","revision":2,"energy_kwh":1.79,"coverage":0.5,)"
              R"("readings":60,"approved":false}])");
}

TEST(StatusRow, WritesNullForWhatIsNotKnown)
{
    GatewayStatus status;
    status.version = "1.0";
    status.storeId = "S";
    const std::string body = statusRow("site", status);
    EXPECT_NE(body.find(R"("oldest_unsent":null)"), std::string::npos) << body;
    EXPECT_NE(body.find(R"("days_left":null})"), std::string::npos) << body;
    status.daysLeft = 12.5;
    status.oldestUnsent = Time{};
    EXPECT_NE(statusRow("site", status).find(R"("days_left":12.5})"), std::string::npos);
}

} // namespace historian::rows
