#include "board_route.h"
#include "fake_request.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>

#include <gtest/gtest.h>

namespace historian::http {
namespace {

using namespace std::chrono_literals;
using testing::FakeHost;
using testing::FakeSink;

/// Understands the reading but does not take it.
class RejectingSink : public Sink {
public:
    Submission submit(Batch&& /*batch*/, Done done) override
    {
        const ReadingOutcome outcome{
            ReadingOutcome::Kind::Rejected, 0, {}, "device_id", "unknown_device", "not known here"};
        done({true, {&outcome, 1}, "store-1", 0, {}, {}});
        return {};
    }

    void refuse(Refusal /*refusal*/) override {}
};

/// Has the reading already.
class RepeatedSink : public Sink {
public:
    Submission submit(Batch&& /*batch*/, Done done) override
    {
        const ReadingOutcome outcome{ReadingOutcome::Kind::Duplicate, 1, {}, {}, {}, {}};
        done({true, {&outcome, 1}, "store-1", 1, {}, {}});
        return {};
    }

    void refuse(Refusal /*refusal*/) override {}
};

/// Cannot write.
class FullDiskSink : public Sink {
public:
    Submission submit(Batch&& /*batch*/, Done done) override
    {
        done({false, {}, {}, 0, "the disk is full", 2500ms});
        return {};
    }

    void refuse(Refusal /*refusal*/) override {}
};

constexpr const char* kBody =
    R"({"device_id":"ESP32-001","current":2.5,"voltage":220,"power":550.0})";

struct Board : ::testing::Test {
    HttpReply post(const std::string& body)
    {
        FakeRequest request(body);
        return route.answer(request);
    }

    HttpReply postTo(Sink& other)
    {
        intake.open(other);
        return post(kBody);
    }

    Board() { intake.open(sink); }

    FakeHost host;
    FakeSink sink{FakeSink::Mood::Committing};
    Intake intake{host, 5s};
    BoardRoute route{intake};
};

TEST_F(Board, AnswersAStoredReadingAsThePredecessorDid)
{
    const HttpReply reply = post(kBody);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(
        reply.body,
        R"({"status":"success","message":"Reading stored","server_time":"2025-01-20T10:30:00Z",)"
        R"("device_id":"ESP32-001","power":550})");
}

TEST_F(Board, AnswersWithin300BytesHoweverLongTheFields)
{
    const std::string id(64, 'x');
    const HttpReply reply =
        post(R"({"device_id":")" + id + R"(","current":1,"voltage":1,"power":")" +
             std::string(256, 'p') + R"("})");
    EXPECT_EQ(reply.status, 200);
    EXPECT_LE(reply.body.size(), 300U);
}

TEST_F(Board, EchoesThePowerAsItWasSent)
{
    const auto echoOf = [this](const std::string& power) {
        const std::string body =
            post(R"({"device_id":"a","current":1,"voltage":1,"power":)" + power + "}").body;
        return body.substr(body.find("\"power\":") + 8);
    };
    EXPECT_EQ(echoOf("550.5"), "550.5}");
    EXPECT_EQ(echoOf("7"), "7}");
    EXPECT_EQ(echoOf("true"), "true}");
    EXPECT_EQ(echoOf("\"high\""), "\"high\"}");
    EXPECT_EQ(echoOf("null"), "null}");
    EXPECT_EQ(echoOf("nan"), "null}");
}

TEST_F(Board, ListsTheMissingFields)
{
    EXPECT_EQ(post(R"({"device_id":"a","voltage":220})").body,
              R"({"detail":"Missing required fields: ['current', 'power']"})");
    EXPECT_EQ(post(R"({"current":1,"power":"power"})").body,
              R"({"detail":"Missing required fields: ['device_id', 'voltage']"})");
    EXPECT_EQ(
        post("{}").body,
        R"({"detail":"Missing required fields: ['device_id', 'current', 'voltage', 'power']"})");
    EXPECT_EQ(post("{}").status, 400);
    EXPECT_TRUE(sink.everything().isEmpty());
}

TEST_F(Board, CountsNullAsPresent)
{
    EXPECT_EQ(post(R"({"device_id":"a","current":null,"voltage":null,"power":null})").status, 200);
    const Batch batch = sink.everything();
    for (const Value& value : batch.values(batch[0]))
        EXPECT_EQ(value.quality(), Quality::BadNoValue);
}

TEST_F(Board, StoresBareNanAsBadValuesAndCountsIt)
{
    EXPECT_EQ(post(R"({"device_id":"a","current":nan,"voltage":220.00,"power":inf})").status, 200);
    const Batch batch = sink.everything();
    EXPECT_EQ(batch.values(batch[0])[0].quality(), Quality::BadNotANumber);
    EXPECT_EQ(batch.values(batch[0])[1].asNumber(), 220.0);
    EXPECT_EQ(host.counted("bodies_tolerated"), 1U);
}

TEST_F(Board, TakesTheLastOfDuplicateKeys)
{
    EXPECT_EQ(post(R"({"device_id":"a","current":1,"voltage":1,"power":1,"power":2})").status, 200);
    const Batch batch = sink.everything();
    EXPECT_EQ(batch.values(batch[0])[2].asNumber(), 2.0);
}

TEST_F(Board, DoesNotCareAboutTheContentType)
{
    for (const char* type :
         {"", "text/html", "multipart/form-data", "application/json; charset=x"}) {
        FakeRequest request(kBody);
        request.headers["Content-Type"] = type;
        EXPECT_EQ(route.answer(request).status, 200) << type;
    }
}

TEST_F(Board, RefusesPackedBodies)
{
    FakeRequest request(gzipOf(kBody));
    request.headers["Content-Encoding"] = "gzip";
    EXPECT_EQ(route.answer(request).status, 415);
}

TEST_F(Board, RefusesWhatIsNotOneFlatObject)
{
    for (const char* body : {"[]",
                             "[{\"device_id\":\"a\",\"current\":1,\"voltage\":1,\"power\":1}]",
                             "{\"device_id\":\"a\",\"uptime_ms\":5,\"readings\":[]}",
                             "5",
                             "",
                             "{\"device_id\":\"a\",",
                             "{\"device_id\":\"a\",\"current\":{},\"voltage\":1,\"power\":1}"}) {
        const HttpReply reply = post(body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_TRUE(reply.body.starts_with("{\"detail\":\"")) << reply.body;
    }
    EXPECT_TRUE(sink.everything().isEmpty());
    EXPECT_EQ(host.counted("readings_refused"), 7U);
}

TEST_F(Board, KeepsARefusalWithItsFieldReasonAndExcerpt)
{
    post("{\"device_id\":\"no blanks\",\"current\":1,\"voltage\":1,\"power\":\"\x01\xFF\"}");
    const auto refusals = sink.refusals();
    ASSERT_EQ(refusals.size(), 1U);
    EXPECT_EQ(refusals[0].address, "192.168.1.37");
    EXPECT_FALSE(refusals[0].code.empty());
    EXPECT_FALSE(refusals[0].message.empty());
    EXPECT_NE(refusals[0].excerpt.find("no blanks"), std::string::npos);
    EXPECT_EQ(refusals[0].excerpt.find('\x01'), std::string::npos);
}

TEST_F(Board, StoresTheRestWhenOneKeyCannotBeAMetric)
{
    EXPECT_EQ(post(R"({"device_id":"a","current":1,"voltage":1,"power":1,"Bad Key":1})").status,
              200);
    EXPECT_EQ(sink.everything().size(), 1U);
    EXPECT_EQ(sink.refusals().size(), 1U);
}

TEST_F(Board, AnswersADuplicateAsStored)
{
    RepeatedSink repeated;
    EXPECT_EQ(postTo(repeated).status, 200);
}

TEST_F(Board, SaysWhyAReadingWasNotTaken)
{
    RejectingSink rejecting;
    const HttpReply reply = postTo(rejecting);
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(reply.body, R"({"detail":"device_id: not known here"})");
}

TEST_F(Board, AsksToComeAgainWhenItCannotStore)
{
    FullDiskSink full;
    const HttpReply reply = postTo(full);
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.body, R"({"detail":"the disk is full"})");
    EXPECT_EQ(reply.retryAfter, 3s);
}

TEST_F(Board, AsksToComeAgainWhenTooManyReadingsWait)
{
    sink.setMood(FakeSink::Mood::Busy);
    const HttpReply reply = post(kBody);
    EXPECT_EQ(reply.status, 503);
    EXPECT_GE(reply.retryAfter, 1s);
    EXPECT_EQ(host.counted("requests_not_stored"), 1U);
}

TEST_F(Board, AsksToComeAgainWhenStopped)
{
    intake.close();
    EXPECT_EQ(post(kBody).status, 503);
}

TEST_F(Board, DoesNotPromiseWhatIsLate)
{
    FakeSink keeping;
    Intake impatient(host, 1ms);
    impatient.open(keeping);
    BoardRoute late(impatient);
    FakeRequest request(kBody);
    const HttpReply reply = late.answer(request);
    EXPECT_EQ(reply.status, 503);
    EXPECT_NE(reply.body.find("not known to be stored"), std::string::npos);
    keeping.commitAll();
}

} // namespace
} // namespace historian::http
