#include "link/mbap_line.h"
#include "testing/scripted_channel.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using namespace std::chrono_literals;

struct MbapLineTest : ::testing::Test {
    MbapLineTest()
    {
        auto owned = std::make_unique<testing::ScriptedChannel>(host.manualClock);
        channel = owned.get();
        line = std::make_unique<MbapLine>(std::move(owned), loop, LineCounters(host));
    }

    Answer ask() { return loop.finish(line->read({1, Table::Holding, 100, 1}, 1s)); }

    historian::testing::FakeHost host;
    Loop loop{host.manualClock};
    testing::ScriptedChannel* channel = nullptr;
    std::unique_ptr<MbapLine> line;
};

} // namespace

TEST_F(MbapLineTest, TakesAReplyThatComesInPieces)
{
    channel->answer({"00 01", "00 00 00 05 01", "03 02 00", "2A"});
    const Answer answer = ask();
    EXPECT_EQ(answer.kind, Answer::Kind::Values);
    EXPECT_EQ(answer.words, Words{42});
    EXPECT_EQ(channel->sent[0], "00 01 00 00 00 06 01 03 00 64 00 01");
}

TEST_F(MbapLineTest, ThrowsALateReplyAwayAndGoesOn)
{
    ask();
    channel->answer({"00 01 00 00 00 05 01 03 02 00 07 00 02 00 00 00 05 01 03 02 00 2A"});
    EXPECT_EQ(ask().words, Words{42});
    EXPECT_EQ(host.counted("timeouts_total"), 1U);
    EXPECT_EQ(host.counted("late_replies_total"), 1U);
    EXPECT_TRUE(line->isOpen());
}

TEST_F(MbapLineTest, ThrowsASecondReplyAway)
{
    const std::string reply = "00 01 00 00 00 05 01 03 02 00 07";
    channel->answer({reply + " " + reply});
    EXPECT_EQ(ask().words, Words{7});
    channel->answer({"00 02 00 00 00 05 01 03 02 00 2A"});
    EXPECT_EQ(ask().words, Words{42});
    EXPECT_EQ(host.counted("late_replies_total"), 1U);
}

TEST_F(MbapLineTest, NeverTakesTheReplyOfAnotherUnitOrFunction)
{
    channel->answer({"00 01 00 00 00 05 02 03 02 00 07", "00 01 00 00 00 05 01 04 02 00 07"});
    EXPECT_EQ(ask().kind, Answer::Kind::Silent);
    EXPECT_EQ(host.counted("foreign_replies_total"), 2U);
    EXPECT_TRUE(line->isOpen());
}

TEST_F(MbapLineTest, RefusesAReplyOfTheWrongLength)
{
    channel->answer({"00 01 00 00 00 07 01 03 04 00 07 00 08"});
    EXPECT_EQ(ask().kind, Answer::Kind::Garbled);
    EXPECT_EQ(host.counted("malformed_replies_total"), 1U);
}

TEST_F(MbapLineTest, ClosesAfterHalfAReply)
{
    channel->answer({"00 01 00 00 00 05 01 03"});
    EXPECT_EQ(ask().kind, Answer::Kind::Silent);
    EXPECT_FALSE(line->isOpen());
    EXPECT_EQ(host.counted("truncated_replies_total"), 1U);
}

TEST_F(MbapLineTest, ClosesAtOnceIfItIsNotModbus)
{
    channel->answer({"48 54 54 50 2F 31 2E 31"});
    EXPECT_EQ(ask().kind, Answer::Kind::Garbled);
    EXPECT_FALSE(line->isOpen());
    EXPECT_EQ(host.counted("noise_bytes"), 8U);
}

TEST_F(MbapLineTest, ClosesOnlyAfterThreeSilencesInARow)
{
    ask();
    ask();
    EXPECT_TRUE(line->isOpen());
    channel->answer({"00 03 00 00 00 03 01 83 06"});
    EXPECT_EQ(ask().exception, 6);
    ask();
    ask();
    EXPECT_TRUE(line->isOpen());
    ask();
    EXPECT_FALSE(line->isOpen());
}

TEST_F(MbapLineTest, SaysThatTheLineIsLost)
{
    channel->answer({"lost"});
    EXPECT_EQ(ask().kind, Answer::Kind::Lost);
    EXPECT_EQ(line->why(), "the script says so");
}

TEST_F(MbapLineTest, EndsItsWaitAtTheDeadlineThoughTheDeviceSendsAllTheTime)
{
    channel->floodWith("FF FF 00 00 00 05 01 03 02 00 07");
    const SteadyTime begun = host.manualClock.steady();
    EXPECT_EQ(ask().kind, Answer::Kind::Silent);
    EXPECT_LT(host.manualClock.steady() - begun, 2s);
}

} // namespace historian::modbus
