#include "rows/row.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/manual_clock.h>

#include <gtest/gtest.h>

#include <limits>

namespace historian::rows {

namespace {

constexpr Time kTime{std::chrono::seconds(1'795'602'600)}; // 2026-11-25T10:30:00Z

} // namespace

TEST(RowMaker, MakesNullWithAReasonOfWhatIsNoNumber)
{
    testing::FakeHost host;
    Batch batch;
    batch.begin(*host.symbol(NameKind::Device, "m"));
    batch.add(Value::number(*host.symbol(NameKind::Metric, "power"),
                            std::numeric_limits<double>::infinity()));
    batch.add(Value::number(*host.symbol(NameKind::Metric, "angle"),
                            std::numeric_limits<double>::quiet_NaN()));
    batch.add(Value::boolean(*host.symbol(NameKind::Metric, "system_status"), true));
    batch.add(Value::text(*host.symbol(NameKind::Metric, "efficiency"), batch.keep("high")));
    const Row row = RowMaker(host).make(batch, batch[0]);
    EXPECT_EQ(row.quality, R"({"power":"bad_nan","angle":"bad_nan"})");
    EXPECT_EQ(row.typed[2], std::nullopt);
    EXPECT_EQ(row.typed[9], 1.0);
    ASSERT_EQ(row.extra.size(), 1U);
    EXPECT_EQ(row.extra[0].first, "efficiency");
    EXPECT_EQ(row.extra[0].second, R"("high")");
    EXPECT_EQ(row.origin, "");
}

TEST(RowMaker, PutsNumbersOfOtherMetricsInExtraAndLeavesNulOutOfTexts)
{
    testing::FakeHost host;
    Batch batch;
    batch.begin(*host.symbol(NameKind::Device, "m")).flags.add(Flag::Unapproved);
    batch.add(Value::integer(*host.symbol(NameKind::Metric, "energy_export_kwh"), 12));
    batch.add(
        Value::text(*host.symbol(NameKind::Metric, "phase"), batch.keep(std::string("L\0001", 3))));
    batch.add(Value::none(*host.symbol(NameKind::Metric, "current"), Quality::BadCommunication));
    const Row row = RowMaker(host).make(batch, batch[0]);
    EXPECT_EQ(extraOf(row), R"({"energy_export_kwh":12,"phase":"L1"})");
    EXPECT_EQ(row.quality, R"({"current":"bad_comm"})");
    EXPECT_EQ(row.flags, 16U);
    EXPECT_EQ(extraOf(Row{}), "");
}

TEST(RowMaker, SaysTheOriginOnceOrMetricByMetric)
{
    testing::FakeHost host;
    const Symbol power = *host.symbol(NameKind::Metric, "power");
    const Symbol mode = *host.symbol(NameKind::Metric, "mode");
    host.describe(power, {"W", SeriesKind::Gauge, Origin::Measured});
    Batch batch;
    batch.begin(*host.symbol(NameKind::Device, "m"));
    batch.add(Value::number(power, 1));
    EXPECT_EQ(RowMaker(host).make(batch, batch[0]).origin, R"("measured")");
    batch.add(Value::number(mode, 1));
    EXPECT_EQ(RowMaker(host).make(batch, batch[0]).origin, R"({"power":"measured"})");
}

TEST(FaultOf, LetsPassOnlyTimesThatCanBe)
{
    testing::ManualClock clock;
    clock.set(kTime);
    Reading reading;
    reading.time = Time(std::chrono::sys_days(std::chrono::year(2020) / 1 / 1));
    EXPECT_EQ(faultOf(reading, clock), std::nullopt);
    reading.time -= std::chrono::microseconds(1);
    EXPECT_NE(faultOf(reading, clock), std::nullopt);
    reading.time = kTime + std::chrono::days(1);
    EXPECT_EQ(faultOf(reading, clock), std::nullopt);
    reading.time += std::chrono::microseconds(1);
    EXPECT_NE(faultOf(reading, clock), std::nullopt);
}

TEST(FaultOf, BelievesNoClockThatIsNotTrusted)
{
    testing::ManualClock clock;
    clock.set(Time{});
    clock.setTrusted(false);
    Reading reading;
    reading.time = kTime;
    EXPECT_EQ(faultOf(reading, clock), std::nullopt);
    reading.time = Time{};
    EXPECT_NE(faultOf(reading, clock), std::nullopt);
}

} // namespace historian::rows
