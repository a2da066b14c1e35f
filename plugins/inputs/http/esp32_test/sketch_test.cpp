#include "esp32_test/fake_gateway.h"

// The sketch as it is, with stand-ins for the headers of the board. They lie outside its folder,
// because the Arduino IDE compiles everything it finds there.
#include "esp32/esp32.ino"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace historian::http {
namespace {

class Sketch : public ::testing::Test {
protected:
    Sketch()
    {
        ::board = {};
        ::board.serve = [this](const std::string& request) { return gateway.serve(request); };
    }

    void measureOnce()
    {
        const float value = static_cast<float>(++measured);
        ring->add(&value);
    }

    /// Measures every 2 s and sends when it is time, as the two tasks do.
    void runFor(std::int64_t ms)
    {
        for (const std::int64_t end = uptimeMs() + ms; uptimeMs() < end;) {
            const bool isSampleNext = nextSampleMs <= nextSendMs;
            ::board.uptimeUs = std::min(nextSampleMs, nextSendMs) * 1000;
            if (isSampleNext) {
                measureOnce();
                nextSampleMs += kSampleMs;
            } else {
                nextSendMs += std::max<std::uint32_t>(sender.step(), 1);
            }
        }
    }

    FakeGateway gateway;
    std::unique_ptr<Ring> ring = std::make_unique<Ring>();
    Sender sender{*ring, ""};
    std::size_t measured = 0;
    std::int64_t nextSampleMs = 0;
    std::int64_t nextSendMs = 0;
};

using Fault = FakeGateway::Fault;

TEST_F(Sketch, SendsTheRecordedBytes)
{
    ::board.uptimeUs = 4'000'000;
    Sender withToken(*ring, "secret-token");
    const std::vector<float> values{2.5F, NAN, 0.000012F};
    for (const float& value : values) {
        ring->add(&value);
        ::board.uptimeUs += 2'000'000;
    }
    EXPECT_EQ(withToken.step(), kSendMs);
    std::ifstream recorded(PLUGIN_DIR "/testcases/a_new_board_sends_what_it_kept/request.http",
                           std::ios::binary);
    EXPECT_EQ(gateway.requests.at(0), std::string(std::istreambuf_iterator<char>(recorded), {}));
}

TEST_F(Sketch, LosesNothingAndSendsNothingTwiceWhateverTheGatewayDoes)
{
    for (int round = 0; round < 400; ++round) {
        gateway.fault = static_cast<Fault>((esp_random() >> 16U) % FakeGateway::kFaults);
        runFor(10'000);
    }
    gateway.fault = Fault::None;
    runFor(120'000);
    EXPECT_EQ(ring->lost(), 0U);
    EXPECT_EQ(gateway.stored.size() + ring->size(), measured);
    EXPECT_GT(gateway.repeats, 0U);
    EXPECT_EQ(gateway.contradictions, 0U);
    std::uint32_t seq = 0;
    for (const auto& [id, reading] : gateway.storedInOrder()) EXPECT_EQ(id, ++seq) << reading.value;
}

TEST_F(Sketch, SendsAnHourOfReadingsAfterAnOutage)
{
    gateway.fault = Fault::NoAnswer;
    runFor(55 * 60'000);
    EXPECT_EQ(gateway.stored.size(), 0U);
    gateway.fault = Fault::None;
    runFor(180'000);
    EXPECT_EQ(ring->lost(), 0U);
    EXPECT_EQ(gateway.stored.size() + ring->size(), measured);
    EXPECT_LT(ring->size(), kBatchReadings);
    for (const auto& [seq, reading] : gateway.storedInOrder()) {
        EXPECT_EQ(reading.value, seq);
        EXPECT_EQ(reading.measuredMs, (seq - 1) * std::int64_t{kSampleMs});
    }
}

TEST_F(Sketch, LetsTheOldestGoWhenTheRingIsFullAndSaysSo)
{
    for (std::size_t i = 0; i < kRingReadings + 50; ++i) measureOnce();
    EXPECT_EQ(ring->lost(), 50U);
    sender.step();
    EXPECT_EQ(gateway.storedInOrder().begin()->first, 51U);
    EXPECT_EQ(gateway.storedInOrder().begin()->second.lost, 0);
    EXPECT_EQ(ring->oldest(kRingReadings).back().lost, 50U);
}

TEST_F(Sketch, WaitsAsLongAsTheGatewayAsks)
{
    measureOnce();
    gateway.retryAfter = "7";
    for (const Fault fault : {Fault::Busy, Fault::TooMany}) {
        gateway.fault = fault;
        const std::uint32_t pause = sender.step();
        EXPECT_GE(pause, 7'000U);
        EXPECT_LT(pause, 8'000U);
    }
    EXPECT_EQ(ring->size(), 1U);
}

TEST_F(Sketch, BacksOffToAMinuteAndBeginsAgainAfterSuccess)
{
    measureOnce();
    gateway.fault = Fault::NoAnswer;
    for (std::uint32_t most = kBackOffMinMs; most <= 2 * kBackOffMaxMs; most *= 2) {
        const std::uint32_t pause = sender.step();
        EXPECT_GE(pause, std::min(most, kBackOffMaxMs) / 2);
        EXPECT_LE(pause, std::min(most, kBackOffMaxMs));
    }
    gateway.fault = Fault::None;
    EXPECT_EQ(sender.step(), kSendMs);
    measureOnce();
    gateway.fault = Fault::NoAnswer;
    EXPECT_LE(sender.step(), kBackOffMinMs);
}

TEST_F(Sketch, KeepsItsReadingsWhileItsTokenIsRefused)
{
    measureOnce();
    gateway.fault = Fault::Unauthorized;
    sender.step();
    EXPECT_EQ(ring->size(), 1U);
}

TEST_F(Sketch, GivesUpWhatTheGatewayWillNeverTake)
{
    measureOnce();
    gateway.fault = Fault::Rejected;
    sender.step();
    EXPECT_EQ(ring->size(), 0U);
    EXPECT_NE(::board.printed.find("1 readings refused"), std::string::npos);
}

TEST_F(Sketch, JoinsTheWifiAgainAfterFiveSilentTries)
{
    measureOnce();
    gateway.fault = Fault::NoAnswer;
    for (int i = 0; i < 2 * kFailuresBeforeReconnect; ++i) sender.step();
    EXPECT_EQ(::board.wifiBegins, 2);
}

TEST_F(Sketch, DrainsABacklogWithoutPause)
{
    for (std::size_t i = 0; i < 2 * kBatchReadings; ++i) measureOnce();
    EXPECT_EQ(sender.step(), 0U);
    EXPECT_EQ(sender.step(), kSendMs);
}

TEST_F(Sketch, MeasuresEveryTwoSecondsBesideTheSendingTask)
{
    ::board.analog = [](std::uint8_t pin) {
        static int step = 0; // a square wave of +-100 steps
        return pin == kClampPin && ++step % 2 == 0 ? 2148 : 1948;
    };
    setup();
    EXPECT_NE(::board.task, nullptr);
    for (int i = 0; i < 5; ++i) loop();
    const std::vector<Sample> samples = ::ring.oldest(10);
    ASSERT_EQ(samples.size(), 3U);
    EXPECT_EQ(samples[2].uptimeMs, 2 * std::int64_t{kSampleMs});
    EXPECT_NEAR(samples[2].values[0], 2.44F, 0.001F);
}

} // namespace
} // namespace historian::http
