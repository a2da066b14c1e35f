#include "wire/verdict.h"

#include <gtest/gtest.h>

#include <ostream>

namespace historian::supabase {

namespace {

struct Case {
    long status;
    std::string_view code;
    Verdict verdict;
};

std::ostream& operator<<(std::ostream& out, const Case& one)
{
    return out << one.status << " " << one.code;
}

} // namespace

class VerdictTable : public ::testing::TestWithParam<Case> {};

TEST_P(VerdictTable, TheCodeDecidesAndTheStatusOnlyWithoutOne)
{
    const ServerError error{.code = std::string(GetParam().code)};
    EXPECT_EQ(verdictOf(GetParam().status, error), GetParam().verdict);
}

constexpr Case kCases[] = {
    // The network and the platform, without a code.
    {302, "", Verdict::Suspect},
    {400, "", Verdict::Hold},
    {401, "", Verdict::Login},
    {402, "", Verdict::Hold},
    {403, "", Verdict::Hold},
    {404, "", Verdict::Hold},
    {405, "", Verdict::Hold},
    {406, "", Verdict::Hold},
    {408, "", Verdict::Transient},
    {413, "", Verdict::Shrink},
    {418, "", Verdict::Hold},
    {420, "", Verdict::Rate},
    {422, "", Verdict::Hold},
    {425, "", Verdict::Transient},
    {429, "", Verdict::Rate},
    {500, "", Verdict::Transient},
    {502, "", Verdict::Transient},
    {503, "", Verdict::Transient},
    {504, "", Verdict::Shrink},
    {520, "", Verdict::Transient},
    {526, "", Verdict::Transient},
    {540, "", Verdict::Hold},
    {544, "", Verdict::Shrink},
    {546, "", Verdict::Transient},
    // SQLSTATEs, whatever the status.
    {503, "08006", Verdict::Transient},
    {400, "21000", Verdict::Poison},
    {500, "21000", Verdict::Poison},
    {400, "22003", Verdict::Poison},
    {400, "22021", Verdict::Garbled},
    {400, "22P02", Verdict::Poison},
    {400, "23502", Verdict::Poison},
    {409, "23503", Verdict::Poison},
    {409, "23505", Verdict::Poison},
    {400, "23514", Verdict::Poison},
    {405, "25006", Verdict::Hold},
    {403, "28000", Verdict::Hold},
    {500, "40001", Verdict::Transient},
    {500, "40P01", Verdict::Transient},
    {401, "42501", Verdict::Hold},
    {403, "42501", Verdict::Hold},
    {400, "42703", Verdict::Hold},
    {404, "42883", Verdict::Hold},
    {404, "42P01", Verdict::Hold},
    {400, "42P10", Verdict::Hold},
    {400, "428C9", Verdict::Poison},
    {503, "53100", Verdict::Transient},
    {500, "53400", Verdict::Transient},
    {413, "54000", Verdict::Shrink},
    {500, "54000", Verdict::Shrink},
    {500, "55P03", Verdict::Transient},
    {500, "57014", Verdict::Shrink},
    {503, "57P01", Verdict::Transient},
    {500, "57P03", Verdict::Transient},
    {500, "58030", Verdict::Transient},
    {400, "P0001", Verdict::Poison},
    {500, "XX000", Verdict::Transient},
    {429, "PT429", Verdict::Rate},
    {400, "0A000", Verdict::Hold},
    // PostgREST's own.
    {503, "PGRST000", Verdict::Transient},
    {503, "PGRST002", Verdict::Transient},
    {504, "PGRST003", Verdict::Transient},
    {500, "PGRSTX00", Verdict::Transient},
    {400, "PGRST102", Verdict::Garbled},
    {406, "PGRST106", Verdict::Hold},
    {404, "PGRST202", Verdict::Hold},
    {400, "PGRST204", Verdict::Hold},
    {404, "PGRST205", Verdict::Hold},
    {401, "PGRST301", Verdict::Login},
    {401, "PGRST303", Verdict::Login},
    {400, "PGRST999", Verdict::Hold},
    // The Auth server's.
    {400, "invalid_credentials", Verdict::Hold},
    {429, "over_request_rate_limit", Verdict::Rate},
};

INSTANTIATE_TEST_SUITE_P(Sheet, VerdictTable, ::testing::ValuesIn(kCases));

TEST(Verdict, TellsAWrongRowFromARequestThatWasChangedOnTheWay)
{
    const auto of = [](std::string code, std::string message) {
        return verdictOf(400, {.code = std::move(code), .message = std::move(message)});
    };
    EXPECT_EQ(of("22P02", "invalid input syntax for type json"), Verdict::Garbled);
    EXPECT_EQ(of("22P02", "invalid input syntax for type boolean: \"5\""), Verdict::Poison);
    EXPECT_EQ(of("42883", "function public.ingest_readings() does not exist"), Verdict::Garbled);
    EXPECT_EQ(of("42883", "function historian_insert(rows) does not exist"), Verdict::Hold);
    EXPECT_EQ(of("23502", "null value in column \"flags\" violates"), Verdict::Garbled);
    EXPECT_EQ(of("23502", "null value in column \"power\" violates"), Verdict::Poison);
    EXPECT_EQ(of("23505", "unique constraint \"energy_readings_2026_11_pkey\""), Verdict::Garbled);
    EXPECT_EQ(of("23505", "unique constraint \"one_a_second\""), Verdict::Poison);
}

TEST(ServerError, ReadsTheThreeShapesAndNothingElse)
{
    const ServerError postgrest =
        errorOf(R"({"code":"22P02","message":"m","details":"d","hint":null})");
    EXPECT_EQ(postgrest.code, "22P02");
    EXPECT_EQ(postgrest.message, "m");
    EXPECT_EQ(postgrest.details, "d");
    EXPECT_EQ(errorOf(R"({"message":"Invalid API key"})").message, "Invalid API key");
    const ServerError auth =
        errorOf(R"({"code":400,"error_code":"invalid_credentials","msg":"no"})");
    EXPECT_EQ(auth.code, "invalid_credentials");
    EXPECT_EQ(auth.message, "no");
    for (const char* body : {"", "<html>", "[]", "null", "{}", "\"x\"", "{\"code\":"})
        EXPECT_EQ(errorOf(body).code + errorOf(body).message, "") << body;
}

TEST(Why, IsOneShortLineWithAdvice)
{
    curl::Answer answer;
    answer.status = 403;
    const secrets::Redactor none;
    const std::string why = whyOf(answer, {.code = "42501", .message = "no\nright"}, none);
    EXPECT_NE(why.find("HTTP 403 42501: no right"), std::string::npos) << why;
    EXPECT_NE(why.find("historian_enroll"), std::string::npos) << why;
    EXPECT_LT(whyOf(answer, {.message = std::string(5000, 'x')}, none).size(), 400U);
    const std::string cut =
        whyOf(answer, {.message = std::string(289, 'x') + "\xc3\xa9\xc3\xa9"}, none);
    EXPECT_TRUE(cut.ends_with("x...")) << cut;
    answer.status = 522;
    answer.headers["content-type"] = "text/html";
    EXPECT_EQ(whyOf(answer, {}, none), "HTTP 522 without a reason, content type \"text/html\"");
}

TEST(Why, LosesItsSecretsBeforeItIsCut)
{
    const std::string key = "qrstuvwxyzabcdefghij";
    secrets::Redactor redactor;
    redactor.add(key);
    curl::Answer answer;
    answer.status = 403;
    for (std::size_t before = 260; before < 300; ++before) {
        const std::string why =
            whyOf(answer, {.message = std::string(before, '.') + key + " was refused"}, redactor);
        EXPECT_EQ(why.find(key.substr(0, 7)), std::string::npos) << why;
    }
    answer.headers["content-type"] = "text/" + key;
    EXPECT_NE(whyOf(answer, {}, redactor).find("text/..."), std::string::npos);
    answer.status = 0;
    answer.failure = "no route to " + key;
    EXPECT_EQ(whyOf(answer, {}, redactor), "no answer: no route to ...");
}

TEST(RetryAfter, IsSecondsOrADateByTheServersClock)
{
    using std::chrono::milliseconds;
    const auto after = [](std::string text, std::string date = "") {
        curl::Answer answer;
        answer.headers["retry-after"] = std::move(text);
        answer.headers["date"] = std::move(date);
        return retryAfterOf(answer);
    };
    EXPECT_EQ(after("2"), milliseconds(2000));
    EXPECT_EQ(after("-5"), milliseconds(0));
    EXPECT_EQ(after("99999999"), milliseconds(3'600'000));
    EXPECT_EQ(after("soon"), milliseconds(0));
    EXPECT_EQ(after("Wed, 25 Nov 2026 10:00:30 GMT", "Wed, 25 Nov 2026 10:00:00 GMT"),
              milliseconds(30'000));
    EXPECT_EQ(after("Wed, 25 Nov 2026 10:00:30 GMT"), milliseconds(0));
    EXPECT_EQ(retryAfterOf({}), milliseconds(0));
}

} // namespace historian::supabase
