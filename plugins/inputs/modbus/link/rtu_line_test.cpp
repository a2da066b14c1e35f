#include "link/rtu_line.h"
#include "testing/scripted_channel.h"
#include "wire/crc16.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using namespace std::chrono_literals;
using testing::hex;
using testing::hexText;

std::string framed(std::string_view text)
{
    Bytes frame = hex(text);
    const std::uint16_t crc = crc16(frame);
    frame.push_back(static_cast<std::uint8_t>(crc));
    frame.push_back(static_cast<std::uint8_t>(crc >> 8));
    return hexText(frame);
}

struct RtuLineTest : ::testing::Test {
    RtuLineTest()
    {
        auto owned = std::make_unique<testing::ScriptedChannel>(host.manualClock);
        channel = owned.get();
        channel->character = 1042us;
        line = std::make_unique<RtuLine>(std::move(owned), loop, LineCounters(host));
    }

    Answer ask() { return loop.finish(line->read({1, Table::Holding, 17, 1}, 1s)); }

    SteadyTime now() const { return host.manualClock.steady(); }

    historian::testing::FakeHost host;
    Loop loop{host.manualClock};
    testing::ScriptedChannel* channel = nullptr;
    std::unique_ptr<RtuLine> line;
};

} // namespace

TEST_F(RtuLineTest, TakesAReplyThatComesByteByByte)
{
    std::vector<std::string> bytes;
    for (const std::uint8_t byte : hex(framed("01 03 02 00 2A")))
        bytes.push_back(hexText({&byte, 1}));
    channel->answer(bytes);
    EXPECT_EQ(ask().words, Words{42});
}

TEST_F(RtuLineTest, IsSilentForThreeAndAHalfCharactersBeforeItAsks)
{
    channel->answer({framed("01 03 02 00 2A")});
    ask();
    const SteadyTime answered = now();
    channel->answer({framed("01 03 02 00 2B")});
    EXPECT_EQ(ask().words, Words{43});
    EXPECT_EQ(now() - answered, 1042us * 7 / 2);
}

TEST_F(RtuLineTest, CountsTheTimeOnTheLineBesideTheTimeout)
{
    const SteadyTime begun = now();
    EXPECT_EQ(ask().kind, Answer::Kind::Silent);
    EXPECT_EQ(now() - begun, 1s + 1042us * (8 + 7));
}

TEST_F(RtuLineTest, DropsALateReplyBeforeItAsksAgain)
{
    ask();
    channel->arrive(framed("01 03 02 01 90"));
    channel->answer({framed("01 03 02 00 2A")});
    EXPECT_EQ(ask().words, Words{42});
    EXPECT_EQ(host.counted("late_replies_total"), 1U);
}

TEST_F(RtuLineTest, StepsOverAnotherUnitsReply)
{
    channel->answer({framed("02 03 02 00 07"), framed("01 03 02 00 2A")});
    EXPECT_EQ(ask().words, Words{42});
    EXPECT_EQ(host.counted("foreign_replies_total"), 1U);
}

TEST_F(RtuLineTest, WaitsForTheRealReplyAfterALongStranger)
{
    channel->answer({framed("02 03 08 00 07 00 07 00 07 00 07"), framed("01 03 02 00 2A")});
    EXPECT_EQ(ask().words, Words{42});
}

TEST_F(RtuLineTest, SaysGarbledSoonAfterABadCrc)
{
    channel->answer({"01 03 02 00 2A 00 00"});
    const SteadyTime begun = now();
    EXPECT_EQ(ask().kind, Answer::Kind::Garbled);
    EXPECT_LT(now() - begun, 100ms);
    EXPECT_EQ(host.counted("noise_bytes"), 7U);
}

TEST_F(RtuLineTest, CountsHalfAReply)
{
    channel->answer({"01 03 02 00"});
    EXPECT_EQ(ask().kind, Answer::Kind::Garbled);
    EXPECT_EQ(host.counted("truncated_replies_total"), 1U);
}

TEST_F(RtuLineTest, DoesNotMindTheEchoOfAnAdapter)
{
    channel->answer({"01 03 00 11 00 01", "D4 0F", framed("01 03 02 00 2A")});
    EXPECT_EQ(ask().words, Words{42});
    EXPECT_EQ(host.counted("echoes_total"), 1U);
    channel->answer({"01 03 00 11 00 01 D4 0F"});
    EXPECT_EQ(ask().kind, Answer::Kind::Silent);
}

TEST_F(RtuLineTest, GivesUpOnALineThatNeverStopsTalking)
{
    channel->answer(std::vector<std::string>(100, hexText(Bytes(64, 0x55))));
    EXPECT_EQ(ask().kind, Answer::Kind::Garbled);
    EXPECT_GT(host.counted("noise_bytes"), kReceiveMax);
}

TEST_F(RtuLineTest, SaysThatTheLineIsLost)
{
    channel->answer({"lost"});
    EXPECT_EQ(ask().kind, Answer::Kind::Lost);
    EXPECT_FALSE(line->isOpen());
}

TEST_F(RtuLineTest, IsMadeAnewWithinTcpAfterThreeSilencesForTheGatewayMayHaveLostItsPower)
{
    channel->character = 0us;
    ask();
    ask();
    EXPECT_TRUE(line->isOpen());
    EXPECT_EQ(ask().kind, Answer::Kind::Silent);
    EXPECT_FALSE(line->isOpen());
    EXPECT_EQ(line->why(), "no reply to 3 requests in a row");
}

TEST_F(RtuLineTest, StaysOpenOnASerialLineHoweverSilentItsUnits)
{
    for (int i = 0; i < 5; ++i) EXPECT_EQ(ask().kind, Answer::Kind::Silent);
    EXPECT_TRUE(line->isOpen());
}

TEST_F(RtuLineTest, EndsItsWaitAtTheDeadlineThoughOthersTalkAllTheTime)
{
    channel->floodWith(framed("09 03 02 00 01"));
    const SteadyTime begun = now();
    EXPECT_EQ(ask().kind, Answer::Kind::Silent);
    EXPECT_LT(now() - begun, 4s);
}

} // namespace historian::modbus
