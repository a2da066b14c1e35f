#include "test_peer/gateway.h"

#include <gtest/gtest.h>

namespace historian::postgres {

TEST(PostgresOutput, DeliversEachReadingOnceAndCountsRepeats)
{
    const TestDatabase database;
    Gateway gateway(database);
    Segment segment = gateway.readings(3);
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 3U);
    const Segment more = gateway.readings(2);
    for (const Reading& reading : more.readings.readings())
        segment.readings.append(more.readings, reading);
    const Deliveries again = gateway.output.deliver(segment);
    EXPECT_EQ(count(again, Kind::Duplicate), 3U);
    EXPECT_EQ(again[0].kind, Kind::Duplicate);
    EXPECT_EQ(again[4].kind, Kind::Done);
    EXPECT_EQ(database.ask(kCountRows), "5");
    EXPECT_EQ(gateway.host.counted("readings_inserted"), 5U);
    EXPECT_EQ(gateway.host.counted("readings_duplicate"), 3U);
    EXPECT_EQ(gateway.host.counted("connections"), 1U);
    EXPECT_GT(gateway.host.counted("sent_bytes"), 0U);
}

TEST(PostgresOutput, WritesTheRowThatTheSchemaMeans)
{
    const TestDatabase database;
    Gateway gateway(database);
    gateway.host.describe(gateway.metric("power"), {"W", SeriesKind::Gauge, Origin::Measured});
    Segment segment = gateway.readings(1);
    Batch& batch = segment.readings;
    batch[0].flags.add(Flag::Unapproved);
    batch.add(Value::text(gateway.metric("note"), batch.keep("caf\xC3\xA9\t\"\\\" \xFF")));
    batch.add(Value::none(gateway.metric("current"), Quality::BadNotANumber));
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 1U);
    EXPECT_EQ(
        database.ask("select concat_ws(' ', site_id, device_id, extract(epoch from \"time\"), "
                     "store_id, seq, power, approved) from energy_readings"),
        "site-001 roof 1737369001.000000 store-a 1 1 f");
    EXPECT_EQ(database.ask("select extra ->> 'note' from energy_readings"),
              "caf\xC3\xA9\t\"\\\" \xEF\xBF\xBD");
    EXPECT_EQ(database.ask("select quality from energy_readings"), R"({"current": "bad_nan"})");
    EXPECT_EQ(database.ask("select origin from energy_readings"), R"({"power": "measured"})");
}

TEST(PostgresOutput, RejectsATimeThatCannotBeAndDeliversTheRest)
{
    const TestDatabase database;
    Gateway gateway(database);
    Segment segment = gateway.readings(3);
    segment.readings[1].time = {};
    const Deliveries deliveries = gateway.output.deliver(segment);
    EXPECT_EQ(count(deliveries, Kind::Done), 2U);
    ASSERT_EQ(deliveries[1].kind, Kind::Rejected);
    EXPECT_NE(deliveries[1].why.find("1970-01-01"), std::string::npos);
    EXPECT_EQ(database.ask(kCountRows), "2");
}

TEST(PostgresOutput, TakesALargeBatchInOneTransaction)
{
    const TestDatabase database;
    Gateway gateway(database);
    EXPECT_EQ(count(gateway.output.deliver(gateway.readings(20'000)), Kind::Done), 20'000U);
    EXPECT_EQ(database.ask("select count(distinct xmin::text) from energy_readings"), "1");
    EXPECT_EQ(database.ask("select sum(power) from energy_readings"), "200010000");
}

TEST(PostgresOutput, DeliversByDsnToo)
{
    const TestDatabase database;
    FakeHost host;
    PostgresOutput output(host,
                          TestConfig(kKeys,
                                     {{"dsn",
                                       "host=" + database.directory().string() +
                                           " user=gateway_site-001 dbname=postgres password=" +
                                           std::string(kGatewayPassword)}}));
    Segment segment{"store-a", {}};
    segment.readings.begin(*host.symbol(NameKind::Device, "roof")).time = host.clock().now();
    EXPECT_EQ(output.deliver(segment)[0].kind, Kind::Done);
}

} // namespace historian::postgres
