#include "api_site.h"
#include "fake_connection.h"

namespace historian::web::testing {
namespace {

class LiveFrames : public ApiTest {
protected:
    void run() { live("/ws").handler(connection_, request_, stop_.get_token()); }

    base::LiveFeed::Commit commitOf(double power)
    {
        auto commit = std::make_shared<Segment>();
        commit->storeId = "s";
        commit->readings.begin(site.device("ESP32-001")).time = at(1800);
        commit->readings.add(Value::number(site.metric("power"), power));
        commit->readings.add(Value::none(site.metric("current"), Quality::BadNotANumber));
        return commit;
    }

    FakeConnection connection_;
    FakeRequest request_{"GET", "/ws"};
    std::stop_source stop_;
};

TEST_F(LiveFrames, SendTheLatestOnConnectIfThereIsAny)
{
    postSample();
    run();
    ASSERT_EQ(connection_.sent.size(), 1U);
    const JsonView view(connection_.sent[0].text);
    EXPECT_EQ(view.text("/type"), "latest_readings");
    EXPECT_EQ(view.number("/data/ESP32-001/power"), 550);
}

TEST_F(LiveFrames, SendNothingWhileNoReadingIsKnown)
{
    run();
    EXPECT_TRUE(connection_.sent.empty());
}

TEST_F(LiveFrames, SendEveryStoredReading)
{
    connection_.onCare = [&](int count) {
        if (count == 1) {
            feed.publish(commitOf(1));
            feed.publish(commitOf(2));
        }
        return count < 4;
    };
    run();
    ASSERT_EQ(connection_.sent.size(), 2U);
    const JsonView view(connection_.sent[1].text);
    EXPECT_EQ(view.text("/type"), "energy_reading");
    EXPECT_EQ(view.text("/data/device_id"), "ESP32-001");
    EXPECT_EQ(view.number("/data/power"), 2);
    EXPECT_TRUE(view.isNull("/data/current"));
}

TEST_F(LiveFrames, RepeatTheLatestEveryFiveSeconds)
{
    postSample();
    connection_.onCare = [&](int count) {
        site.clock.advance(std::chrono::milliseconds(2500));
        return count < 4;
    };
    run();
    EXPECT_EQ(connection_.sent.size(), 2U);
}

TEST_F(LiveFrames, EndWhenTheClientIsGone)
{
    postSample();
    connection_.sendsMax = 1;
    run();
    EXPECT_EQ(connection_.sent.size(), 1U);
    EXPECT_EQ(connection_.cares, 0);
    EXPECT_FALSE(feed.hasSubscribers());
}

TEST_F(LiveFrames, EndAtAStop)
{
    stop_.request_stop();
    run();
    EXPECT_EQ(connection_.cares, 0);
}

TEST_F(LiveFrames, SendTheLatestToOneThatFellBehind)
{
    postSample();
    connection_.onCare = [&](int count) {
        if (count == 1)
            for (std::size_t i = 0; i < base::kLiveCommitsMax + 5; ++i) feed.publish(commitOf(1));
        return count < 300;
    };
    run();
    const auto latest = std::ranges::count_if(connection_.sent, [](const auto& frame) {
        return frame.text.find("latest_readings") != std::string::npos;
    });
    EXPECT_EQ(latest, 2);
}

} // namespace
} // namespace historian::web::testing
