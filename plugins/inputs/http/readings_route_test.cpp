#include "fake_request.h"
#include "readings_options.h"
#include "readings_route.h"
#include "replies.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>

#include <gtest/gtest.h>

namespace historian::http {
namespace {

using namespace std::chrono_literals;
using testing::FakeHost;
using testing::FakeSink;

/// Rejects every second reading.
class HalfRejectingSink : public Sink {
public:
    Submission submit(Batch&& batch, Done done) override
    {
        std::vector<ReadingOutcome> outcomes(batch.size());
        for (std::size_t i = 1; i < outcomes.size(); i += 2)
            outcomes[i] = {
                ReadingOutcome::Kind::Rejected, 0, {}, "device_id", "device_rejected", "no"};
        done({true, outcomes, "store-1", 9, {}, {}});
        return {};
    }

    void refuse(Refusal /*refusal*/) override {}
};

struct Readings : ::testing::Test {
    Readings() { intake.open(sink); }

    HttpReply post(FakeRequest request) { return route.answer(request); }

    HttpReply post(const std::string& body) { return post(FakeRequest(body)); }

    FakeHost host;
    FakeSink sink{FakeSink::Mood::Committing};
    Intake intake{host, 5s};
    ReadingsRoute route{intake};
};

std::string lineOf(int number)
{
    return R"({"device_id":"meter-1","power":)" + std::to_string(number) + "}";
}

std::string linesOf(int count)
{
    std::string lines;
    for (int i = 0; i < count; ++i) lines += lineOf(i) + "\n";
    return lines;
}

TEST_F(Readings, StoresOneObject)
{
    const HttpReply reply = post(lineOf(5));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body,
              R"({"accepted":1,"duplicates":0,"rejected":[],"rejected_total":0,)"
              R"("store_id":"fake-store","last_seq":1})");
}

TEST_F(Readings, StoresAnArrayInOneCommit)
{
    EXPECT_EQ(post("[" + lineOf(1) + "," + lineOf(2) + "]").status, 200);
    EXPECT_EQ(sink.everything().size(), 2U);
}

TEST_F(Readings, StoresLinesByTypeAndByShape)
{
    FakeRequest typed(linesOf(3));
    typed.headers["Content-Type"] = "application/x-ndjson; charset=utf-8";
    EXPECT_EQ(post(std::move(typed)).status, 200);
    EXPECT_EQ(post(linesOf(3)).status, 200);
    EXPECT_EQ(sink.everything().size(), 6U);
}

TEST_F(Readings, StoresGzippedLines)
{
    FakeRequest request(gzipOf(linesOf(1000)));
    request.headers["Content-Encoding"] = "gzip";
    request.pieceBytes = 11;
    EXPECT_EQ(post(std::move(request)).status, 200);
    EXPECT_EQ(sink.everything().size(), 1000U);
}

TEST_F(Readings, GivesUptimeBatchesTheirAge)
{
    EXPECT_EQ(
        post(R"({"device_id":"b","boot_id":"x","uptime_ms":9000,"readings":[)"
             R"({"seq":1,"uptime_ms":4000,"current":1},{"seq":2,"uptime_ms":9000,"current":2}]})")
            .status,
        200);
    const Batch batch = sink.everything();
    ASSERT_EQ(batch.size(), 2U);
    EXPECT_EQ(batch[0].clock, ClockPolicy::Age);
    EXPECT_EQ(batch[0].age, 5s);
    EXPECT_EQ(batch.text(batch[1].messageId), "x/2");
}

TEST_F(Readings, PassesTheClockOn)
{
    FakeRequest request(lineOf(1));
    request.query = {{"clock", "device"}};
    EXPECT_EQ(post(std::move(request)).status, 200);
    EXPECT_EQ(sink.everything()[0].clock, ClockPolicy::Device);
}

TEST_F(Readings, RefusesUnknownParametersAndBadOnes)
{
    FakeRequest unknown(lineOf(1));
    unknown.query = {{"clok", "device"}};
    const HttpReply reply = post(std::move(unknown));
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.contentType, "application/problem+json");
    EXPECT_NE(reply.body.find(R"("code":"unknown_parameter")"), std::string::npos);
    EXPECT_NE(reply.body.find(R"("parameter":"clok")"), std::string::npos);

    for (const auto& query : std::vector<std::vector<std::pair<std::string, std::string>>>{
             {{"clock", "mine"}}, {{"clock", ""}}, {{"clock", "auto"}, {"clock", "auto"}}}) {
        FakeRequest bad(lineOf(1));
        bad.query = query;
        EXPECT_NE(post(std::move(bad)).body.find("bad_parameter"), std::string::npos);
    }
    EXPECT_TRUE(sink.everything().isEmpty());
}

TEST_F(Readings, RefusesOtherTypesAndEncodings)
{
    FakeRequest type(lineOf(1));
    type.headers["Content-Type"] = "multipart/form-data; boundary=x";
    EXPECT_EQ(post(std::move(type)).status, 415);
    FakeRequest encoding(lineOf(1));
    encoding.headers["Content-Encoding"] = "br";
    EXPECT_EQ(post(std::move(encoding)).status, 415);
}

TEST_F(Readings, GivesReadingsAnIdFromTheIdempotencyKey)
{
    FakeRequest request("[" + lineOf(1) + R"(,{"device_id":"a","id":"own","power":1}])");
    request.headers["Idempotency-Key"] = "upload-7";
    EXPECT_EQ(post(std::move(request)).status, 200);
    const Batch batch = sink.everything();
    EXPECT_EQ(batch.text(batch[0].messageId), "upload-7/0");
    EXPECT_EQ(batch.text(batch[1].messageId), "own");
}

TEST_F(Readings, RefusesAnIdempotencyKeyThatIsTooLong)
{
    FakeRequest request(lineOf(1));
    request.headers["Idempotency-Key"] = std::string(kIdempotencyKeyBytesMax + 1, 'k');
    EXPECT_EQ(post(std::move(request)).status, 400);
}

TEST_F(Readings, StoresTheGoodOnesAndNamesTheOthersByIndex)
{
    const HttpReply reply = post(lineOf(1) + "\n{\"power\":2}\nnot json\n" + lineOf(4));
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body.starts_with(R"({"accepted":2,"duplicates":0,"rejected":[{"index":1,)"
                                       R"("field":"device_id","code":"missing_field")"))
        << reply.body;
    EXPECT_NE(reply.body.find(R"({"index":2,"field":"","code":"bad_json")"), std::string::npos);
    EXPECT_EQ(sink.refusals().size(), 2U);
    EXPECT_EQ(sink.refusals()[1].excerpt, "not json");
}

TEST_F(Readings, NamesWhatTheHostRejectedByItsPlaceInTheBody)
{
    HalfRejectingSink half;
    intake.open(half);
    const HttpReply reply = post("{}\n" + linesOf(3));
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.body.find(R"({"index":2,"field":"device_id","code":"device_rejected")"),
              std::string::npos)
        << reply.body;
    EXPECT_NE(reply.body.find(R"("rejected_total":2)"), std::string::npos);
}

TEST_F(Readings, Answers422WhenNothingCouldBeStored)
{
    const HttpReply reply = post("[{\"power\":1},{}]");
    EXPECT_EQ(reply.status, 422);
    EXPECT_NE(reply.body.find(R"("store_id":null,"last_seq":null)"), std::string::npos);
    EXPECT_EQ(post("[]").status, 422);
}

TEST_F(Readings, Answers400WhenNothingCouldBeRead)
{
    for (const char* body : {"", "nothing", "{\"device_id\":", "[1,2", "\n\n"})
        EXPECT_EQ(post(body).status, 400) << body;
}

TEST_F(Readings, StoresNothingOfABodyThatWasCut)
{
    FakeRequest request(linesOf(500));
    request.isCut = true;
    const HttpReply reply = post(std::move(request));
    EXPECT_EQ(reply.status, 400);
    EXPECT_NE(reply.body.find("body_incomplete"), std::string::npos);
    EXPECT_TRUE(sink.everything().isEmpty());
}

TEST_F(Readings, StoresNothingOfBrokenGzip)
{
    FakeRequest request(gzipOf(linesOf(500)));
    request.content.resize(request.content.size() / 2);
    request.headers["Content-Encoding"] = "gzip";
    EXPECT_NE(post(std::move(request)).body.find("bad_gzip"), std::string::npos);
    EXPECT_TRUE(sink.everything().isEmpty());
}

TEST_F(Readings, RefusesAZipBomb)
{
    FakeRequest request(gzipOf(std::string(kReadingsBodyBytesMax + 1, ' ')));
    request.headers["Content-Encoding"] = "gzip";
    EXPECT_EQ(post(std::move(request)).status, 413);
    EXPECT_EQ(intake.budget().bytesHeld(), 0U);
}

TEST_F(Readings, TakesTheLargestNumberOfReadingsAndRefusesOneMore)
{
    FakeRequest most(linesOf(100'000));
    EXPECT_EQ(post(std::move(most)).status, 200);
    EXPECT_EQ(sink.everything().size(), 100'000U);
    const HttpReply reply = post(linesOf(100'001));
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(sink.everything().size(), 100'000U);
    std::string array = "[" + linesOf(100'001) + "]";
    for (std::size_t at = 0; (at = array.find("\n{", at)) != std::string::npos;) array[at] = ',';
    EXPECT_EQ(post(array).status, 413);
}

TEST_F(Readings, ListsAtMostAThousandRejectedAndCountsAll)
{
    std::string body;
    for (int i = 0; i < 1500; ++i) body += "{}\n";
    const HttpReply reply = post(body);
    EXPECT_EQ(reply.status, 422);
    EXPECT_NE(reply.body.find(R"("rejected_total":1500)"), std::string::npos);
    EXPECT_NE(reply.body.find(R"("index":999,)"), std::string::npos);
    EXPECT_EQ(reply.body.find(R"("index":1000,)"), std::string::npos);
}

TEST_F(Readings, AsksToComeAgainWhenOtherBodiesHoldTheMemory)
{
    ByteBudget::Share others(intake.budget());
    ASSERT_TRUE(others.hold(kBudgetBytes));
    const HttpReply reply = post(lineOf(1));
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.retryAfter, 1s);
}

TEST_F(Readings, AsksToComeAgainWhenTheStoreCannot)
{
    sink.setMood(FakeSink::Mood::Busy);
    const HttpReply reply = post(lineOf(1));
    EXPECT_EQ(reply.status, 503);
    EXPECT_NE(reply.body.find("cannot_store"), std::string::npos);
    EXPECT_GE(reply.retryAfter, 1s);
    intake.close();
    EXPECT_EQ(post(lineOf(1)).status, 503);
    EXPECT_EQ(host.counted("requests_not_stored"), 2U);
}

TEST(RetrySeconds, RoundUpAndAreAtLeastOne)
{
    EXPECT_EQ(retrySeconds(0ms), 1s);
    EXPECT_EQ(retrySeconds(1001ms), 2s);
}

TEST(ExcerptOf, IsShortAndPrintable)
{
    EXPECT_EQ(excerptOf("a\n\xC3\xA9z"), "a...z");
    EXPECT_EQ(excerptOf(std::string(1000, 'a')).size(), kExcerptBytes);
}

} // namespace
} // namespace historian::http
