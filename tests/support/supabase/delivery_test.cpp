#include "output_fixture.h"

#include <limits>

namespace historian::supabase {

using Kind = Delivery::Kind;
using std::chrono::milliseconds;

class EncodingTest : public OutputTest, public ::testing::WithParamInterface<const char*> {
protected:
    SupabaseOutput& encoded() { return output({{"encoding", GetParam()}}); }
};

INSTANTIATE_TEST_SUITE_P(Each, EncodingTest, ::testing::Values("json", "csv", "columnar"));

TEST_P(EncodingTest, DeliversOnceAndKnowsRepeats)
{
    SupabaseOutput& cloud = encoded();
    EXPECT_EQ(kinds(cloud.deliver(readings(100)), Kind::Done), 100U) << host.whyDegraded();
    EXPECT_EQ(kinds(cloud.deliver(readings(100)), Kind::Duplicate), 100U);
    const Deliveries half = cloud.deliver(readings(100, 51));
    EXPECT_EQ(kinds(half, Kind::Duplicate), 50U);
    EXPECT_EQ(half.front().kind, Kind::Duplicate);
    EXPECT_EQ(count(), "150");
    EXPECT_EQ(host.counted("readings_inserted"), 150U);
    EXPECT_EQ(host.counted("readings_duplicate"), 150U);
    EXPECT_GT(host.counted("sent_bytes"), 1000U);
}

TEST_P(EncodingTest, WritesEveryKindOfValue)
{
    host.describe(metric("power"), {"W", SeriesKind::Gauge, Origin::Measured});
    host.describe(metric("mode"), {"", SeriesKind::Text, Origin::Derived});
    Segment segment{.storeId = "store-A", .readings = {}};
    Batch& batch = segment.readings;
    Reading& reading = batch.begin(*host.symbol(NameKind::Device, "meter-1"));
    reading.seq = 7;
    reading.time = Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24)) +
                   std::chrono::microseconds(123'456);
    reading.flags.add(Flag::Unapproved);
    batch.add(Value::number(metric("power"), 0.1));
    batch.add(Value::number(metric("current"), std::numeric_limits<double>::quiet_NaN()));
    batch.add(Value::none(metric("voltage"), Quality::BadCommunication));
    batch.add(Value::number(metric("efficiency"), 12.5, Quality::UncertainRange));
    batch.add(Value::integer(metric("energy_export_kwh"), 9'007'199'254'740'993));
    batch.add(Value::boolean(metric("is_on"), true));
    batch.add(Value::text(metric("mode"), batch.keep(std::string_view("a,\"b\"\0\xc3\xa9", 8))));
    batch.append(readings(1, 8).readings, readings(1, 8).readings[0]);
    ASSERT_EQ(kinds(encoded().deliver(segment), Kind::Done), 2U) << host.whyDegraded();
    EXPECT_EQ(peer().sql("set timezone = 'UTC'; select time, power, current, voltage, efficiency, "
                         "extra, quality, flags, approved, origin, site_id, store_id "
                         "from energy_readings where seq = 7"),
              "2026-11-24 00:00:00.123456+00|0.1|||12.5|"
              R"({"mode": "a,\"b\"é", "is_on": true, "energy_export_kwh": 9007199254740993}|)"
              R"({"current": "bad_nan", "voltage": "bad_comm", "efficiency": "uncertain_range"}|)"
              R"(16|f|{"mode": "derived", "power": "measured"}|site-001|store-A)");
    EXPECT_EQ(peer().sql("select power, extra, quality, flags, approved from energy_readings "
                         "where seq = 8"),
              "550.25|||0|t");
}

TEST_P(EncodingTest, ARepeatAfterALostAnswerIsOneRow)
{
    SupabaseOutput& cloud = encoded();
    peer().set(
        R"({"faults":[{"kind":"reset-after"},{"kind":"truncate"},{"kind":"reset-before"}]})");
    std::size_t retries = 0;
    for (int i = 0; i < 3; ++i) {
        const Delivery answer = cloud.deliver(readings(1)).front();
        EXPECT_NE(answer.kind, Kind::Done); // the first commit was not heard of
        if (answer.kind == Kind::Retry) ++retries;
        EXPECT_EQ(answer.after > milliseconds(0), answer.kind == Kind::Retry);
    }
    EXPECT_GE(retries, 1U); // libcurl itself repeats what died on an idle connection
    EXPECT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Duplicate);
    EXPECT_EQ(count(), "1");
}

TEST_P(EncodingTest, NamesTheWrongRowsOrAllOfABatch)
{
    SupabaseOutput& cloud = encoded();
    peer().sql("alter table energy_readings add constraint small check (power not in "
               "(560.25, 850.25, 1000.25))");
    const Deliveries answers = cloud.deliver(readings(1000));
    if (std::string_view(GetParam()) == "columnar") {
        EXPECT_EQ(kinds(answers, Kind::Rejected), 3U);
        EXPECT_EQ(kinds(answers, Kind::Done), 997U);
        EXPECT_EQ(answers[10].kind, Kind::Rejected);
        EXPECT_EQ(count(), "997");
    } else {
        EXPECT_EQ(kinds(answers, Kind::Rejected), 1000U);
        EXPECT_EQ(count(), "0");
        EXPECT_EQ(cloud.deliver(readings(10)).front().kind, Kind::Done);
    }
    EXPECT_NE(answers[10].why.find("small"), std::string::npos) << answers[10].why;
    EXPECT_EQ(host.whyDegraded(), "");
    peer().sql("alter table energy_readings drop constraint small");
}

TEST_P(EncodingTest, ReadingsOf1970AreNeverSent)
{
    Segment segment = readings(3);
    segment.readings[1].time = Time{};
    segment.readings[2].time = host.manualClock.now() + std::chrono::days(2);
    const Deliveries answers = encoded().deliver(segment);
    EXPECT_EQ(answers[0].kind, Kind::Done);
    EXPECT_EQ(answers[1].kind, Kind::Rejected);
    EXPECT_NE(answers[1].why.find("before 2020"), std::string::npos);
    EXPECT_NE(answers[2].why.find("a day ahead"), std::string::npos);
    EXPECT_EQ(peer().log().find("1970"), std::string::npos);
    EXPECT_EQ(host.counted("readings_out_of_time"), 2U);
}

TEST_P(EncodingTest, ARevokedRightHoldsAndDrainsAfterRepair)
{
    SupabaseOutput& cloud = encoded();
    peer().sql("revoke insert on energy_readings from authenticated");
    const Deliveries held = cloud.deliver(readings(5));
    EXPECT_EQ(kinds(held, Kind::Hold), 5U);
    EXPECT_NE(held[0].why.find("42501"), std::string::npos) << held[0].why;
    EXPECT_NE(host.whyDegraded(), "");
    peer().sql("grant insert on energy_readings to authenticated");
    EXPECT_EQ(kinds(cloud.deliver(readings(5)), Kind::Done), 5U);
    EXPECT_EQ(host.whyDegraded(), "");
}

TEST_F(OutputTest, ADroppedColumnHoldsAndDrainsAfterRepair)
{
    SupabaseOutput& cloud = output({{"encoding", "json"}});
    peer().sql("alter table energy_readings drop column efficiency cascade");
    peer().run("reload");
    const auto isHeld = [&] { return cloud.deliver(readings(3)).front().kind == Kind::Hold; };
    eventually(isHeld);
    EXPECT_NE(host.whyDegraded().find("efficiency"), std::string::npos) << host.whyDegraded();
    peer().sql("alter table energy_readings add column efficiency double precision");
    peer().run("install"); // once more
    eventually([&] { return kinds(cloud.deliver(readings(3)), Kind::Duplicate) == 3; });
}

TEST_F(OutputTest, SendsJsonForAnHourWhereTheFunctionIsMissing)
{
    SupabaseOutput& cloud = output();
    const auto sentRows = [&] {
        (void)peer().log();
        EXPECT_NE(cloud.deliver(readings(2)).front().kind, Kind::Rejected);
        return peer().log().find("columns=") != std::string::npos;
    };
    peer().sql("alter function ingest_readings(jsonb) rename to elsewhere");
    peer().run("reload");
    eventually(sentRows);
    EXPECT_EQ(count(), "2");
    peer().sql("alter function elsewhere(jsonb) rename to ingest_readings");
    peer().run("reload");
    EXPECT_TRUE(sentRows());
    eventually([&] {
        host.manualClock.advance(std::chrono::hours(1));
        return !sentRows();
    });
}

TEST_F(OutputTest, ADatabaseThatStopsIsTriedAgain)
{
    SupabaseOutput& cloud = output();
    ASSERT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
    peer().run("stop");
    const Deliveries away = cloud.deliver(readings(2));
    peer().run("start");
    EXPECT_EQ(away.front().kind, Kind::Retry) << away.front().why;
    eventually([&] { return cloud.deliver(readings(2)).front().kind == Kind::Duplicate; });
    EXPECT_EQ(count(), "2");
}

TEST_F(OutputTest, AnotherSiteIsRefused)
{
    EXPECT_EQ(output({{"email", "site-002@gateway.invalid"}, {"password", "another long secret"}})
                  .deliver(readings(1))
                  .front()
                  .kind,
              Kind::Hold);
    EXPECT_EQ(count(), "0");
}

TEST_F(OutputTest, ARevokedGatewayIsHeldAtOnce)
{
    SupabaseOutput& cloud = output();
    ASSERT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
    peer().sql("select historian_revoke('site-001')");
    EXPECT_EQ(cloud.deliver(readings(2)).front().kind, Kind::Hold);
    EXPECT_EQ(count(), "1");
}

TEST_F(OutputTest, EndsACallInTimeAndAsksForLessTheSecondTime)
{
    callTimeMax = milliseconds(300);
    SupabaseOutput& cloud =
        output({{"email", ""}, {"password", ""}, {"key", std::string(kSecretKey)}});
    peer().set(R"({"faults":[{"kind":"hang","ms":60000},{"kind":"hang","ms":60000}]})");
    EXPECT_GT(cloud.deliver(readings(2)).front().after, milliseconds(0));
    const Delivery second = cloud.deliver(readings(2)).front();
    EXPECT_EQ(second.kind, Kind::Retry);
    EXPECT_EQ(second.after, milliseconds(0));
}

} // namespace historian::supabase
