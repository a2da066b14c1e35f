#include "rows/json_rows.h"

#include <historian/codec/time_text.h>
#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::postgres {

namespace {

const Time kNoon = *codec::parseTime("2025-01-20T12:00:00Z");

} // namespace

TEST(JsonRows, NameAGapByItsFirstNumber)
{
    const ReadingGap gap{ReadingGap::Cause::Purged, "store-a", 3, 9, "store full", kNoon, false};
    EXPECT_EQ(gapRows("site-001", {&gap, 1}),
              R"([{"site_id":"site-001","store_id":"store-a","first_seq":3,"last_seq":9,)"
              R"("cause":"purged","why":"store full","decided_at":"2025-01-20T12:00:00Z",)"
              R"("closed":false}])");
}

TEST(JsonRows, CarryAnHourWithItsRevision)
{
    testing::FakeHost host;
    EnergyHour hour{*host.symbol(NameKind::Device, "m"),
                    *host.symbol(NameKind::Metric, "e_kwh"),
                    kNoon,
                    1.5,
                    0.75,
                    2700,
                    2,
                    false};
    EXPECT_EQ(hourRows(host, {&hour, 1}),
              R"([{"site_id":"site-001","device_id":"m","metric":"e_kwh",)"
              R"("hour":"2025-01-20T12:00:00Z","revision":2,"energy_kwh":1.5,"coverage":0.75,)"
              R"("readings":2700,"approved":false}])");
}

TEST(JsonRows, LeaveOutOfAStatusWhatIsNotKnown)
{
    GatewayStatus status;
    status.at = kNoon;
    status.version = "0.1.0";
    status.storeId = "store-a";
    EXPECT_EQ(statusRow("site-001", status),
              R"([{"site_id":"site-001","at":"2025-01-20T12:00:00Z","version":"0.1.0",)"
              R"("clock_trusted":true,"store_id":"store-a","last_seq":0,"backlog":0,)"
              R"("quarantined":0,"dropped":0,"store_bytes":0}])");
    status.oldestUnsent = kNoon;
    status.daysLeft = 12.5;
    EXPECT_NE(statusRow("s", status).find(R"("oldest_unsent":"2025-01-20T12:00:00Z")"),
              std::string::npos);
    EXPECT_NE(statusRow("s", status).find(R"("days_left":12.5)"), std::string::npos);
}

} // namespace historian::postgres
