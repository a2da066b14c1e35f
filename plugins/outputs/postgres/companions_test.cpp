#include "test_peer/gateway.h"

#include <gtest/gtest.h>

namespace historian::postgres {

TEST(PostgresCompanions, AGapExplainsAHoleAndMayBeClosed)
{
    const TestDatabase database;
    Gateway gateway(database);
    gateway.output.deliver(gateway.readings(2));
    gateway.seq = 5;
    gateway.output.deliver(gateway.readings(1));
    ReadingGap gap{ReadingGap::Cause::Quarantined,
                   "store-a",
                   3,
                   5,
                   "no",
                   gateway.host.clock().now(),
                   false,
                   3};
    constexpr const char* kUnexplained = "select unexplained from completeness";
    EXPECT_EQ(database.ask(kUnexplained), "3");
    EXPECT_EQ(count(gateway.output.deliverGaps({&gap, 1}), Kind::Done), 1U);
    EXPECT_EQ(database.ask(kUnexplained), "0");
    gap.isClosed = true;
    EXPECT_EQ(count(gateway.output.deliverGaps({&gap, 1}), Kind::Done), 1U);
    EXPECT_EQ(database.ask("select count(*) || cause || closed from reading_gap group by cause, "
                           "closed"),
              "1quarantinedtrue");
}

TEST(PostgresCompanions, AReadingLostAmongThinnedOnesIsUnexplained)
{
    const TestDatabase database;
    Gateway gateway(database);
    for (const std::uint64_t seq : {10U, 20U, 30U, 40U, 50U}) {
        gateway.seq = seq - 1;
        gateway.output.deliver(gateway.readings(1));
    }
    const ReadingGap gap{.cause = ReadingGap::Cause::Thinned,
                         .storeId = "store-a",
                         .firstSeq = 1,
                         .lastSeq = 49,
                         .why = "left out by resolution",
                         .at = gateway.host.clock().now(),
                         .readings = 45};
    EXPECT_EQ(count(gateway.output.deliverGaps({&gap, 1}), Kind::Done), 1U);
    EXPECT_EQ(database.ask("select unexplained from completeness"), "0");
    database.ask("delete from energy_readings where seq = 30");
    EXPECT_EQ(database.ask("select unexplained from completeness"), "1");
}

TEST(PostgresCompanions, OfGapsWithOneNameTheLastCounts)
{
    const TestDatabase database;
    Gateway gateway(database);
    ReadingGap gaps[2];
    for (ReadingGap& gap : gaps)
        gap = {
            ReadingGap::Cause::Purged, "store-a", 3, 5, "no", gateway.host.clock().now(), false, 3};
    gaps[1].isClosed = true;
    EXPECT_EQ(count(gateway.output.deliverGaps(gaps), Kind::Done), 2U);
    EXPECT_EQ(database.ask("select count(*) || closed::text from reading_gap group by closed"),
              "1true");
}

TEST(PostgresCompanions, AnHourIsKeptInEveryRevision)
{
    const TestDatabase database;
    Gateway gateway(database);
    EnergyHour hour{gateway.device("roof"),
                    gateway.metric("total_energy_kwh"),
                    gateway.host.clock().now(),
                    1.5,
                    1,
                    3600,
                    0,
                    true};
    EXPECT_EQ(count(gateway.output.deliverHours({&hour, 1}), Kind::Done), 1U);
    EXPECT_EQ(count(gateway.output.deliverHours({&hour, 1}), Kind::Done), 1U);
    hour.revision = 1;
    hour.energyKwh = 1.75;
    EXPECT_EQ(count(gateway.output.deliverHours({&hour, 1}), Kind::Done), 1U);
    EXPECT_EQ(database.ask("select count(*) from hourly_energy"), "2");
    EXPECT_EQ(database.ask("select energy_kwh from hourly_energy_summary"), "1.75");
}

TEST(PostgresCompanions, OnlyTheNewestStatusIsKept)
{
    const TestDatabase database;
    Gateway gateway(database);
    GatewayStatus status;
    status.at = gateway.host.clock().now();
    status.version = "0.1.0";
    for (const std::uint64_t backlog : {7U, 3U}) {
        status.backlog = backlog;
        EXPECT_EQ(gateway.output.deliverStatus(status).kind, Kind::Done);
    }
    EXPECT_EQ(database.ask("select count(*) || ' ' || max(backlog) from gateway_status"), "1 3");
}

TEST(PostgresCompanions, CountsTheDaysThatTheDatabaseHas)
{
    const TestDatabase database;
    Gateway gateway(database);
    Segment segment = gateway.readings(3);
    segment.readings[2].time += std::chrono::days(1) - std::chrono::hours(1);
    gateway.output.deliver(segment);
    const Time day = std::chrono::floor<std::chrono::days>(segment.readings[0].time);
    const auto days = gateway.output.countDays(day, day + std::chrono::days(2));
    ASSERT_TRUE(days) << days.error().message;
    ASSERT_EQ(days->size(), 2U);
    EXPECT_EQ((*days)[0].day, day);
    EXPECT_EQ((*days)[0].readings, 2U);
    EXPECT_EQ((*days)[1].day, day + std::chrono::days(1));
    EXPECT_EQ(gateway.output.countDays(day - std::chrono::days(2), day)->size(), 0U);
}

} // namespace historian::postgres
