#include "api_site.h"
#include "fake_connection.h"

namespace historian::web::testing {
namespace {

class LiveStream : public ApiTest {
protected:
    void run(const std::string& lastEventId = {})
    {
        if (!lastEventId.empty()) request_.headers["Last-Event-ID"] = lastEventId;
        live("/api/v1/stream").handler(connection_, request_, stop_.get_token());
    }

    base::LiveFeed::Commit commitOf(std::uint64_t seq, double power)
    {
        auto commit = std::make_shared<Segment>();
        Reading& reading = commit->readings.begin(site.device("ESP32-001"));
        reading.time = at(1800);
        reading.seq = seq;
        commit->readings.add(Value::number(site.metric("power"), power));
        return commit;
    }

    FakeConnection connection_;
    FakeRequest request_{"GET", "/api/v1/stream"};
    std::stop_source stop_;
};

TEST_F(LiveStream, BeginsWithHello)
{
    run();
    ASSERT_EQ(connection_.sent.size(), 1U);
    EXPECT_EQ(connection_.sent[0].event, "hello");
    const JsonView view(connection_.sent[0].text);
    EXPECT_EQ(view.text("/version"), "0.1.0");
    EXPECT_EQ(view.text("/zone"), "Africa/Casablanca");
    EXPECT_EQ(view.text("/server_time"), "2025-01-20T10:30:00Z");
}

TEST_F(LiveStream, PutsTheNewestOfASeriesInOneEvent)
{
    connection_.onCare = [&](int count) {
        if (count == 1)
            for (std::uint64_t seq = 1; seq <= 3; ++seq)
                feed.publish(commitOf(seq, static_cast<double>(seq)));
        return count < 3;
    };
    run();
    ASSERT_EQ(connection_.sent.size(), 2U);
    EXPECT_EQ(connection_.sent[1].event, "samples");
    EXPECT_EQ(connection_.sent[1].id, "boot-1:3");
    EXPECT_EQ(
        connection_.sent[1].text,
        R"({"items":[{"device":"ESP32-001","metric":"power","t":"2025-01-20T10:30:00Z","v":3,"q":"good"}]})");
}

TEST_F(LiveStream, GivesAReturningClientWhatItMissed)
{
    postSample("ESP32-001", at(1));
    postSample("ESP32-001", at(2));
    postSample("meter-1", at(3));
    run("boot-1:1");
    ASSERT_EQ(connection_.sent.size(), 2U);
    EXPECT_EQ(connection_.sent[1].id, "boot-1:3");
    EXPECT_EQ(JsonView(connection_.sent[1].text).size("/items"), 14U);
}

TEST_F(LiveStream, LeavesOutWhatTheReplayHadAlready)
{
    postSample("ESP32-001", at(1));
    postSample("ESP32-001", at(2));
    connection_.onCare = [&](int count) {
        if (count == 1) feed.publish(commitOf(2, 7));
        return count < 4;
    };
    run("boot-1:1");
    EXPECT_EQ(connection_.sent.size(), 2U);
}

TEST_F(LiveStream, BeginsAnewForAnIdItDoesNotKnow)
{
    postSample();
    for (const auto* id : {"boot-0:1", "nonsense", "boot-1:", "boot-1:x", ":"}) {
        connection_ = FakeConnection();
        run(id);
        EXPECT_EQ(connection_.sent.size(), 1U) << id;
    }
}

TEST_F(LiveStream, SaysWhatASlowClientLost)
{
    connection_.onCare = [&](int count) {
        if (count == 1)
            for (std::uint64_t seq = 1; seq <= base::kLiveCommitsMax + 5; ++seq)
                feed.publish(commitOf(seq, 1));
        return count < 3;
    };
    run();
    const auto lagged = std::ranges::find(connection_.sent, "lagged", &FakeConnection::Sent::event);
    ASSERT_NE(lagged, connection_.sent.end());
    EXPECT_EQ(lagged->text, R"({"dropped":5})");
}

TEST_F(LiveStream, EndsWhenTheClientIsGone)
{
    connection_.sendsMax = 1;
    run();
    EXPECT_EQ(connection_.cares, 0);
    EXPECT_FALSE(feed.hasSubscribers());
}

} // namespace
} // namespace historian::web::testing
