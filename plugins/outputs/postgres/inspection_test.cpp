#include "test_peer/gateway.h"

#include <gtest/gtest.h>

namespace historian::postgres {

namespace {

// The step of that name; what it found is empty if it was not made.
ProbeStep stepOf(const std::vector<ProbeStep>& steps, std::string_view what)
{
    const auto step = std::ranges::find(steps, what, &ProbeStep::what);
    return step == steps.end() ? ProbeStep{} : *step;
}

bool isAllGood(const std::vector<ProbeStep>& steps)
{
    return std::ranges::all_of(steps, &ProbeStep::isGood);
}

} // namespace

TEST(PostgresProbe, FindsNothingWrongWithASoundDatabaseAndChangesNothing)
{
    const TestDatabase database;
    Gateway gateway(database);
    const auto steps = gateway.output.probe();
    EXPECT_TRUE(isAllGood(steps)) << ::testing::PrintToString(steps.back().found);
    EXPECT_EQ(stepOf(steps, "TLS").found, "none");
    EXPECT_EQ(stepOf(steps, "grants").found, "select, insert, temporary tables");
    EXPECT_EQ(stepOf(steps, "site").found, "this login writes for site-001");
    EXPECT_EQ(database.ask(kCountRows), "0");
}

TEST(PostgresProbe, NamesWhatIsMissing)
{
    const TestDatabase database;
    Gateway gateway(database);
    gateway.output.probe(); // logs in, as a revoked login can no longer
    database.ask("alter table energy_readings drop column efficiency cascade");
    database.ask("alter table energy_readings drop constraint energy_readings_pkey");
    database.ask("revoke insert on energy_readings from authenticated");
    database.ask("select historian_revoke('site-001')");
    const auto steps = gateway.output.probe();
    EXPECT_NE(stepOf(steps, "columns").found.find("missing: efficiency"), std::string::npos);
    EXPECT_NE(stepOf(steps, "key").found.find("no unique index"), std::string::npos);
    EXPECT_NE(stepOf(steps, "grants").found.find("no insert"), std::string::npos);
    EXPECT_NE(stepOf(steps, "site").found.find("historian_enroll('site-001')"), std::string::npos);
}

TEST(PostgresProbe, EndsWhereTheRestWouldBePointless)
{
    const TestDatabase database;
    Gateway gateway(database);
    database.ask("drop table energy_readings cascade");
    EXPECT_EQ(gateway.output.probe().back().what, "table");
    EXPECT_FALSE(gateway.output.probe().back().isGood);
    database.crash();
    const auto steps = gateway.output.probe();
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_FALSE(steps[0].isGood);
}

TEST(PostgresProbe, SaysWhenALoginIsBoundToNoSite)
{
    const TestDatabase database;
    Gateway owner(database, {{"user", "postgres"}});
    EXPECT_EQ(stepOf(owner.output.probe(), "site").found, "this login may write for every site");
}

} // namespace historian::postgres
