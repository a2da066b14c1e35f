#include "output_fixture.h"

namespace historian::supabase {

using Kind = Delivery::Kind;

namespace {

std::string faults(std::string_view fault)
{
    return R"({"faults":[)" + std::string(fault) + "]}";
}

} // namespace

/// Something between the gateway and the server that does not forward what it was given.
class BrokenWayTest : public OutputTest, public ::testing::WithParamInterface<const char*> {
protected:
    SupabaseOutput& encoded() { return output({{"encoding", GetParam()}}); }

    Delivery after(std::string_view fault, std::size_t count)
    {
        SupabaseOutput& cloud = encoded();
        peer().set(faults(fault));
        return cloud.deliver(readings(count)).front();
    }
};

INSTANTIATE_TEST_SUITE_P(Each, BrokenWayTest, ::testing::Values("json", "csv", "columnar"));

TEST_P(BrokenWayTest, ThatCutsIsGivenLess)
{
    for (const char* cut : {R"({"kind":"cut","bytes":0})", R"({"kind":"cut","bytes":120})"}) {
        const Delivery answer = after(cut, 2);
        EXPECT_EQ(answer.kind, Kind::Retry) << cut << answer.why;
        EXPECT_EQ(answer.after, std::chrono::milliseconds(0)) << answer.why;
    }
    EXPECT_EQ(kinds(encoded().deliver(readings(2)), Kind::Done), 2U);
}

TEST_P(BrokenWayTest, ThatCutsOneReadingIsHeldWithTheWordsOfTheServer)
{
    const Delivery answer = after(R"({"kind":"cut","bytes":90},{"kind":"cut","bytes":90})", 1);
    EXPECT_EQ(answer.kind, Kind::Hold) << answer.why;
    EXPECT_NE(answer.why.find("HTTP 400"), std::string::npos) << answer.why;
    EXPECT_NE(answer.why.find("cuts or changes requests"), std::string::npos) << answer.why;
    EXPECT_EQ(host.counted("readings_duplicate"), 0U);
    EXPECT_EQ(count(), "0");
}

TEST_P(BrokenWayTest, ThatDropsTheHeadersRejectsNothing)
{
    for (const char* header : {"Prefer", "Content-Type"})
        for (int time = 0; time < 2; ++time) { // what was stored before is no wrong row
            const std::string fault = R"({"kind":"strip","header":")" + std::string(header);
            EXPECT_NE(after(fault + "\"}", 1).kind, Kind::Rejected) << header;
        }
    EXPECT_NE(encoded().deliver(readings(1)).front().kind, Kind::Hold);
    EXPECT_EQ(count(), "1");
}

TEST_P(BrokenWayTest, ThatRefusesOneSmallReadingAsTooLargeIsHeld)
{
    EXPECT_EQ(after(R"({"kind":"status","status":413,"body":"<html>"})", 1).kind, Kind::Hold);
}

TEST_F(OutputTest, ACsvThatWasCutAfterARowIsNotTakenForARepeat)
{
    SupabaseOutput& cloud = output({{"encoding", "csv"}});
    peer().set(faults(R"({"kind":"cut","lines":3})")); // the header and two rows
    EXPECT_EQ(kinds(cloud.deliver(readings(5)), Kind::Done), 5U);
    EXPECT_EQ(count(), "5");
    EXPECT_EQ(host.counted("readings_inserted"), 5U);
}

TEST_F(OutputTest, ACsvThatWasCutInItsLastRowBringsNoHalfValue)
{
    SupabaseOutput& cloud = output({{"encoding", "csv"}});
    ASSERT_EQ(kinds(cloud.deliver(readings(2)), Kind::Done), 2U);
    const std::string sum = "select sum(power) from energy_readings";
    const std::string whole = peer().sql(sum);
    for (int bytes = 115; bytes < 190; bytes += 3) { // from the end of the first row on
        peer().sql("truncate energy_readings");
        peer().set(faults(R"({"kind":"cut","bytes":)" + std::to_string(bytes) + "}"));
        const Delivery answer = cloud.deliver(readings(2)).front();
        EXPECT_NE(answer.kind, Kind::Rejected) << bytes << answer.why;
        EXPECT_EQ(peer().sql(sum), answer.kind == Kind::Done ? whole : "") << bytes;
    }
}

} // namespace historian::supabase
