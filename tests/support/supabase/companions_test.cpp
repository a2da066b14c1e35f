#include "output_fixture.h"

namespace historian::supabase {

using Kind = Delivery::Kind;

class CompanionsTest : public OutputTest {
protected:
    ReadingGap gap(std::uint64_t first, std::uint64_t last)
    {
        return {.cause = ReadingGap::Cause::Quarantined,
                .storeId = "store-A",
                .firstSeq = first,
                .lastSeq = last,
                .why = "23514: too large",
                .at = host.manualClock.now(),
                .readings = last - first + 1};
    }
};

TEST_F(CompanionsTest, GapsExplainTheHolesUntilTheyAreClosed)
{
    SupabaseOutput& cloud = output();
    ASSERT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
    ASSERT_EQ(cloud.deliver(readings(1, 5)).front().kind, Kind::Done);
    const std::string shown = "select missing, unexplained from completeness";
    EXPECT_EQ(peer().sql(shown), "3|3");
    const ReadingGap gaps[] = {gap(2, 2), gap(3, 4)};
    EXPECT_EQ(kinds(cloud.deliverGaps(gaps), Kind::Done), 2U) << host.whyDegraded();
    EXPECT_EQ(kinds(cloud.deliverGaps(gaps), Kind::Done), 2U); // again: the same
    EXPECT_EQ(peer().sql(shown), "3|0");
    ReadingGap closed = gap(2, 2);
    closed.isClosed = true;
    ASSERT_EQ(cloud.deliver(readings(1, 2)).front().kind, Kind::Done);
    EXPECT_EQ(cloud.deliverGaps({&closed, 1}).front().kind, Kind::Done);
    EXPECT_EQ(peer().sql(shown), "2|0");
    EXPECT_EQ(peer().sql("select cause, why, closed from reading_gap where first_seq = 2"),
              "quarantined|23514: too large|t");
}

TEST_F(CompanionsTest, AReadingLostAmongThinnedOnesIsUnexplained)
{
    SupabaseOutput& cloud = output();
    for (std::uint64_t seq = 10; seq <= 50; seq += 10)
        ASSERT_EQ(cloud.deliver(readings(1, seq)).front().kind, Kind::Done);
    ReadingGap thinned = gap(1, 49);
    thinned.cause = ReadingGap::Cause::Thinned;
    thinned.readings = 45;
    ASSERT_EQ(cloud.deliverGaps({&thinned, 1}).front().kind, Kind::Done) << host.whyDegraded();
    EXPECT_EQ(peer().sql("select missing, unexplained from completeness"), "45|0");
    peer().sql("delete from energy_readings where seq = 30");
    EXPECT_EQ(peer().sql("select missing, unexplained from completeness"), "46|1");
}

TEST_F(CompanionsTest, HoursKeepTheirRevisionsAndTheNewestWins)
{
    SupabaseOutput& cloud = output();
    EnergyHour hour{.device = *host.symbol(NameKind::Device, "meter-1"),
                    .metric = metric("total_energy_kwh"),
                    .start = std::chrono::floor<std::chrono::hours>(host.manualClock.now()),
                    .energyKwh = 1.78,
                    .coverage = 0.75,
                    .readings = 45};
    EXPECT_EQ(cloud.deliverHours({&hour, 1}).front().kind, Kind::Done) << host.whyDegraded();
    hour.revision = 1;
    hour.energyKwh = 1.79;
    EXPECT_EQ(cloud.deliverHours({&hour, 1}).front().kind, Kind::Done);
    EXPECT_EQ(peer().sql("select energy_kwh, revision from hourly_energy_summary"), "1.79|1");
    EXPECT_EQ(peer().sql("select count(*) from hourly_energy"), "2");
}

TEST_F(CompanionsTest, OneStatusPerGatewayIsTheNewest)
{
    SupabaseOutput& cloud = output();
    GatewayStatus status;
    status.at = host.manualClock.now();
    status.version = "0.1.0";
    status.storeId = "store-A";
    for (const std::uint64_t backlog : {100U, 7U}) {
        status.backlog = backlog;
        EXPECT_EQ(cloud.deliverStatus(status).kind, Kind::Done) << host.whyDegraded();
    }
    EXPECT_EQ(peer().sql("select site_id, backlog, oldest_unsent is null from gateway_status"),
              "site-001|7|t");
}

TEST_F(CompanionsTest, DaysAreCountedAtTheDestination)
{
    SupabaseOutput& cloud = output();
    ASSERT_EQ(kinds(cloud.deliver(readings(10)), Kind::Done), 10U); // the evening of the 24th
    const Time day{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24)};
    const auto days = cloud.countDays(day - std::chrono::days(3), day + std::chrono::days(3));
    ASSERT_TRUE(days) << days.error().message;
    ASSERT_EQ(days->size(), 1U);
    EXPECT_EQ(days->front().day, day);
    EXPECT_EQ(days->front().readings, 10U);
    EXPECT_TRUE(cloud.countDays(day - std::chrono::days(3), day)->empty());
}

TEST_F(CompanionsTest, ATableThatIsMissingHoldsOnlyItself)
{
    SupabaseOutput& cloud = output();
    peer().sql("revoke insert on reading_gap from authenticated");
    const ReadingGap one = gap(1, 1);
    EXPECT_EQ(cloud.deliverGaps({&one, 1}).front().kind, Kind::Hold);
    EXPECT_EQ(cloud.deliver(readings(1)).front().kind, Kind::Done);
    EXPECT_NE(host.whyDegraded().find("reading_gap"), std::string::npos);
    peer().sql("grant insert on reading_gap to authenticated");
    EXPECT_EQ(cloud.deliverGaps({&one, 1}).front().kind, Kind::Done);
    EXPECT_EQ(host.whyDegraded(), "");
}

TEST_F(CompanionsTest, TheOfficialClientCountsAndReadsTheSame)
{
    ASSERT_EQ(kinds(output().deliver(readings(500)), Kind::Done), 500U);
    EXPECT_EQ(peer().judge(),
              R"({"count":500,"powers":[550.25,551.25,552.25],"replay":{"status":201,"count":0},)"
              R"("first":{"status":201,"count":3},"again":{"status":201,"count":0}})");
}

class ProbeTest : public OutputTest {
protected:
    /// The last step: the one that is wrong, or the last of all.
    ProbeStep last(const testing::TestConfig::Texts& changes = {})
    {
        return output(changes).probe().back();
    }

    /// In one probe: the server takes a changed schema in when it likes, perhaps between two.
    bool failsWith(std::string_view what, std::string_view words)
    {
        const ProbeStep step = last();
        return step.what == what && !step.isGood && step.found.find(words) != std::string::npos;
    }
};

TEST_F(ProbeTest, FindsEverythingRightAndWritesNothing)
{
    const std::vector<ProbeStep> steps = output().probe();
    EXPECT_EQ(steps.size(), 7U);
    for (const ProbeStep& step : steps) EXPECT_TRUE(step.isGood) << step.what << ": " << step.found;
    EXPECT_EQ(count(), "0");
    EXPECT_EQ(peer().sql("select count(*) from gateway_status"), "0");
}

TEST_F(ProbeTest, NamesAWrongAddressKeyOrLogin)
{
    EXPECT_FALSE(last({{"url", "http://127.0.0.1:1"}}).isGood);
    EXPECT_EQ(last({{"key", "sb_publishable_wrong"}, {"email", ""}, {"password", ""}}).what,
              "table energy_readings");
    EXPECT_EQ(last({{"password", "not this one"}}).what, "log-in");
    EXPECT_EQ(last({{"email", ""}, {"password", ""}}).isGood, false); // the bare publishable key
    EXPECT_EQ(
        last({{"email", "site-002@gateway.invalid"}, {"password", "another long secret"}}).found,
        "this login is bound to another site than site-001");
    peer().sql("select historian_revoke('site-001')");
    EXPECT_NE(last().found.find("revoked"), std::string::npos);
}

TEST_F(ProbeTest, NamesAMissingGrantColumnOrKey)
{
    peer().sql("revoke insert on energy_readings from authenticated");
    EXPECT_NE(last().found.find("42501"), std::string::npos) << last().found;
    peer().sql("grant insert on energy_readings to authenticated; "
               "alter table hourly_energy rename column coverage to share; "
               "alter table reading_gap drop constraint reading_gap_pkey");
    peer().run("reload");
    eventually([&] { return failsWith("table hourly_energy", "coverage"); });
    peer().sql("alter table hourly_energy rename column share to coverage");
    peer().run("reload");
    eventually([&] { return failsWith("table reading_gap", "42P10"); });
    peer().sql("alter table reading_gap add primary key (site_id, store_id, first_seq)");
    peer().run("reload");
    eventually([&] { return last().isGood; });
}

} // namespace historian::supabase
