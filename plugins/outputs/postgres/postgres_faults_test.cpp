#include "test_peer/gateway.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace historian::postgres {

namespace {

constexpr const char* kWaiting =
    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and "
    "application_name = 'historian'";
constexpr const char* kSessions =
    "select count(*) from pg_stat_activity where application_name = 'historian'";

} // namespace

TEST(PostgresFaults, TriesAgainWhileTheServerIsAwayAndDeliversWhenItIsBack)
{
    const TestDatabase database;
    Gateway gateway(database);
    EXPECT_EQ(count(gateway.output.deliver(gateway.readings(1)), Kind::Done), 1U);
    database.crash();
    const Segment segment = gateway.readings(3);
    for (int i = 0; i < 2; ++i) {
        const Deliveries deliveries = gateway.output.deliver(segment);
        EXPECT_EQ(count(deliveries, Kind::Retry), 3U);
        EXPECT_FALSE(deliveries[0].why.empty());
        EXPECT_EQ(deliveries[0].after, kRetryAfter);
    }
    EXPECT_NE(gateway.host.whyDegraded().find("postgresql://"), std::string::npos);
    database.start();
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 3U);
    EXPECT_EQ(gateway.host.whyDegraded(), "");
    EXPECT_EQ(database.ask(kCountRows), "4");
}

TEST(PostgresFaults, AServerThatDiesInTheMiddleOfABatchGetsItAgain)
{
    const TestDatabase database;
    Gateway gateway(database);
    const Segment segment = gateway.readings(1'000);
    Deliveries deliveries;
    {
        const TableLock lock(database);
        std::jthread delivering([&] { deliveries = gateway.output.deliver(segment); });
        ASSERT_TRUE(database.becomes(kWaiting, "1"));
        database.crash();
    }
    EXPECT_EQ(count(deliveries, Kind::Retry), 1'000U);
    database.start();
    EXPECT_EQ(database.ask(kCountRows), "0");
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 1'000U);
    EXPECT_EQ(database.ask(kCountRows), "1000");
}

TEST(PostgresFaults, AStatementThatTheServerGaveUpIsSentInSmallerPieces)
{
    const TestDatabase database;
    Gateway gateway(database);
    const Segment segment = gateway.readings(10);
    Deliveries deliveries;
    {
        const TableLock lock(database);
        std::jthread delivering([&] { deliveries = gateway.output.deliver(segment); });
        ASSERT_TRUE(database.becomes(kWaiting, "1"));
        database.ask("select pg_cancel_backend(pid) from pg_stat_activity where "
                     "application_name = 'historian'");
    }
    ASSERT_EQ(count(deliveries, Kind::Retry), 10U);
    EXPECT_EQ(deliveries[0].after.count(), 0);
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 10U);
    EXPECT_EQ(gateway.host.counted("connections"), 1U);
}

TEST(PostgresFaults, StopEndsACallUnderWayOnBothSides)
{
    const TestDatabase database;
    Gateway gateway(database);
    const TableLock lock(database);
    Deliveries deliveries;
    std::jthread delivering([&] { deliveries = gateway.output.deliver(gateway.readings(10)); });
    ASSERT_TRUE(database.becomes(kWaiting, "1"));
    const auto begin = std::chrono::steady_clock::now();
    gateway.output.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kCallMax / 2);
    delivering.join();
    EXPECT_EQ(count(deliveries, Kind::Retry), 10U);
    EXPECT_EQ(deliveries[0].why, "stopped");
    EXPECT_TRUE(database.becomes(kSessions, "0"));
}

TEST(PostgresFaults, APoisonedRowIsRejectedInTheServersWordsAndTheOthersPassAlone)
{
    const TestDatabase database;
    database.ask("alter table energy_readings add constraint no_two check (power <> 2)");
    Gateway gateway(database);
    const Deliveries all = gateway.output.deliver(gateway.readings(3));
    EXPECT_EQ(count(all, Kind::Rejected), 3U);
    EXPECT_NE(all[0].why.find("violates check constraint \"no_two\""), std::string::npos);
    EXPECT_NE(all[0].why.find("23514"), std::string::npos);
    EXPECT_EQ(database.ask(kCountRows), "0");
    gateway.seq = 0;
    for (const Kind kind : {Kind::Done, Kind::Rejected, Kind::Done})
        EXPECT_EQ(gateway.output.deliver(gateway.readings(1))[0].kind, kind);
    EXPECT_EQ(gateway.host.counted("connections"), 1U);
    EXPECT_EQ(database.ask(kCountRows), "2");
}

TEST(PostgresFaults, ADroppedColumnHoldsAndIsNamedUntilItIsBack)
{
    const TestDatabase database;
    Gateway gateway(database);
    database.ask("alter table energy_readings drop column efficiency cascade");
    const Segment segment = gateway.readings(2);
    const Deliveries held = gateway.output.deliver(segment);
    EXPECT_EQ(count(held, Kind::Hold), 2U);
    EXPECT_NE(held[0].why.find("\"efficiency\""), std::string::npos) << held[0].why;
    EXPECT_NE(gateway.host.whyDegraded().find("efficiency"), std::string::npos);
    database.ask("alter table energy_readings add column efficiency double precision");
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 2U);
}

TEST(PostgresFaults, ARevokedGatewayHoldsUntilItIsEnrolledAgain)
{
    const TestDatabase database;
    Gateway gateway(database);
    ASSERT_EQ(count(gateway.output.deliver(gateway.readings(1)), Kind::Done), 1U);
    database.ask("select historian_revoke('site-001')");
    const Segment segment = gateway.readings(2);
    const Deliveries held = gateway.output.deliver(segment);
    EXPECT_EQ(count(held, Kind::Hold), 2U);
    EXPECT_NE(held[0].why.find("42501"), std::string::npos) << held[0].why;
    database.ask("select historian_enroll('site-001')");
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 2U);
}

TEST(PostgresFaults, ARevokedGatewayCannotLogInWithItsOldPassword)
{
    const TestDatabase database;
    Gateway gateway(database);
    database.ask("select historian_revoke('site-001')");
    EXPECT_EQ(count(gateway.output.deliver(gateway.readings(2)), Kind::Hold), 2U);
    database.ask("select historian_enroll('site-001')");
    EXPECT_EQ(count(gateway.output.deliver(gateway.readings(2)), Kind::Hold), 2U);
}

TEST(PostgresFaults, AWrongPasswordHoldsAndIsShownNowhere)
{
    const TestDatabase database;
    Gateway gateway(database, {{"password", "wrong-secret"}});
    const Deliveries deliveries = gateway.output.deliver(gateway.readings(1));
    ASSERT_EQ(count(deliveries, Kind::Hold), 1U);
    EXPECT_NE(deliveries[0].why.find("password authentication failed"), std::string::npos)
        << deliveries[0].why;
    EXPECT_NE(deliveries[0].why.find("28P01"), std::string::npos);
    std::string said = deliveries[0].why + gateway.host.whyDegraded();
    for (const std::string& line : gateway.host.logLines()) said += line;
    for (const ProbeStep& step : gateway.output.probe()) said += step.found;
    said += gateway.output.countDays({}, {}).error().message;
    EXPECT_EQ(said.find("secret"), std::string::npos) << said;
}

TEST(PostgresFaults, AMissingPasswordDatabaseOrReadableDsnHolds)
{
    const TestDatabase database;
    for (const TestConfig::Texts& texts :
         {TestConfig::Texts{{"password", ""}}, TestConfig::Texts{{"database", "nowhere"}}}) {
        Gateway gateway(database, texts);
        const Deliveries deliveries = gateway.output.deliver(gateway.readings(1));
        EXPECT_EQ(count(deliveries, Kind::Hold), 1U) << deliveries[0].why;
    }
    FakeHost host;
    PostgresOutput output(host, TestConfig(kKeys, {{"dsn", "a-secret"}}));
    Segment segment{"store-a", {}};
    segment.readings.begin(*host.symbol(NameKind::Device, "roof")).time = host.clock().now();
    const Deliveries deliveries = output.deliver(segment);
    EXPECT_EQ(deliveries[0].kind, Kind::Hold);
    EXPECT_EQ(deliveries[0].why.find("secret"), std::string::npos);
}

TEST(PostgresFaults, DeliversABacklogWhoseTimesAreAheadOfAClockThatIsNotSetYet)
{
    const TestDatabase database;
    Gateway gateway(database);
    const Segment segment = gateway.readings(3);
    gateway.host.manualClock.set(Time(std::chrono::sys_days(std::chrono::year(2023) / 1 / 1)));
    gateway.host.manualClock.setTrusted(false);
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 3U);
    EXPECT_EQ(database.ask(kCountRows), "3");
}

} // namespace historian::postgres
