#include "output_fixture.h"

namespace historian::supabase {

using Kind = Delivery::Kind;

namespace {

std::string fault(long status, std::string_view body = "", std::string_view headers = "{}")
{
    return R"({"faults":[{"kind":"status","status":)" + std::to_string(status) + R"(,"headers":)" +
           std::string(headers) + R"(,"body":")" + std::string(body) + R"("}]})";
}

} // namespace

class AnswersTest : public OutputTest, public ::testing::WithParamInterface<const char*> {
protected:
    Delivery answerTo(const std::string& faults)
    {
        SupabaseOutput& cloud = output({{"encoding", GetParam()}});
        peer().set(faults);
        return cloud.deliver(readings(2)).front();
    }
};

INSTANTIATE_TEST_SUITE_P(Each, AnswersTest, ::testing::Values("json", "columnar"));

TEST_P(AnswersTest, ASuccessWithoutTheSignsOfTheDatabaseIsNoAcknowledgement)
{
    for (const std::string& portal :
         {fault(200, "<html>Please log in</html>"),
          fault(201, "", R"({"Content-Range":"*/2","Preference-Applied":"count=exact"})"),
          fault(201, "", R"({"Preference-Applied":"resolution=ignore-duplicates"})"),
          fault(204),
          fault(302, "", R"({"Location":"http://127.0.0.1:1/"})")}) {
        const Delivery answer = answerTo(portal);
        EXPECT_EQ(answer.kind, Kind::Hold) << portal;
        EXPECT_NE(host.whyDegraded(), "") << portal;
    }
    EXPECT_EQ(count(), "0");
}

TEST_P(AnswersTest, ATroubledPlatformIsTriedAgain)
{
    for (const long status : {408L, 500L, 502L, 503L, 520L, 522L, 524L})
        EXPECT_EQ(answerTo(fault(status, "<html><body>error</body></html>")).after,
                  std::chrono::seconds(1))
            << status;
    EXPECT_EQ(answerTo(fault(502)).kind, Kind::Retry);
}

TEST_P(AnswersTest, TooOftenWaitsAsLongAsTheServerAsks)
{
    for (const long status : {420L, 429L, 503L}) {
        const Delivery answer = answerTo(fault(status, "", R"({"Retry-After":"17"})"));
        EXPECT_EQ(answer.kind, Kind::Retry);
        EXPECT_EQ(answer.after, std::chrono::seconds(17)) << status;
    }
}

TEST_P(AnswersTest, TooMuchIsSentInSmallerPieces)
{
    for (const long status : {413L, 504L, 544L}) {
        const Delivery answer = answerTo(fault(status, "<html>"));
        EXPECT_EQ(answer.kind, Kind::Retry);
        EXPECT_EQ(answer.after, std::chrono::milliseconds(0)) << status;
    }
}

TEST_P(AnswersTest, AWrongDestinationOrAnUnknownRefusalIsHeld)
{
    for (const long status : {402L, 403L, 404L, 405L, 406L, 418L, 451L, 540L})
        EXPECT_EQ(answerTo(fault(status)).kind, Kind::Hold) << status;
    EXPECT_NE(answerTo(fault(540)).why.find("paused"), std::string::npos);
    EXPECT_EQ(count(), "0");
}

TEST_P(AnswersTest, OfANewerPostgRestMeanTheSame)
{
    peer().set(R"({"is_v14":true})");
    SupabaseOutput& cloud = output({{"encoding", GetParam()}});
    EXPECT_EQ(kinds(cloud.deliver(readings(3)), Kind::Done), 3U);
    EXPECT_EQ(kinds(cloud.deliver(readings(3)), Kind::Duplicate), 3U);
}

TEST_P(AnswersTest, EverySqlstateOfTheRealServerFallsIntoItsClass)
{
    struct Case {
        const char* code;
        Kind kind;
    };

    constexpr Case kCases[] = {
        {"22003", Kind::Rejected}, {"22P02", Kind::Rejected}, {"23502", Kind::Rejected},
        {"23503", Kind::Rejected}, {"23505", Kind::Rejected}, {"23514", Kind::Rejected},
        {"21000", Kind::Rejected}, {"P0001", Kind::Rejected}, {"25006", Kind::Hold},
        {"28000", Kind::Hold},     {"42501", Kind::Hold},     {"42703", Kind::Hold},
        {"42P01", Kind::Hold},     {"42P10", Kind::Hold},     {"08006", Kind::Retry},
        {"40P01", Kind::Retry},    {"53100", Kind::Retry},    {"53400", Kind::Retry},
        {"54000", Kind::Retry},    {"55P03", Kind::Retry},    {"57014", Kind::Retry},
        {"57P01", Kind::Retry},    {"58030", Kind::Retry},    {"XX000", Kind::Retry},
        {"PT429", Kind::Retry},    {"PT420", Kind::Retry},    {"42883", Kind::Hold},
        {"53200", Kind::Retry},    {"53300", Kind::Retry},    {"57P03", Kind::Retry}};
    peer().sql(
        "create table raised (code text); "
        "create function raise_code() returns trigger language plpgsql security definer as $$ "
        "declare c text; begin select code into c from public.raised; "
        "if c is not null then raise exception 'raised' using errcode = c; end if; "
        "return new; end $$; create trigger zzz before insert on energy_readings "
        "for each row execute function raise_code()");
    SupabaseOutput& cloud = output({{"encoding", GetParam()}});
    for (const Case& one : kCases) {
        peer().sql("truncate raised; insert into raised values ('" + std::string(one.code) + "')");
        const Delivery answer = cloud.deliver(readings(2)).front();
        EXPECT_EQ(answer.kind, one.kind) << one.code << ": " << answer.why;
    }
    peer().sql(
        "drop trigger zzz on energy_readings; drop function raise_code(); drop table raised");
    EXPECT_EQ(kinds(cloud.deliver(readings(2)), Kind::Done), 2U);
}

} // namespace historian::supabase
