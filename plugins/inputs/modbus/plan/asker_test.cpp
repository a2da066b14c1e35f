#include "link/mbap_line.h"
#include "plan/asker.h"
#include "testing/scripted_channel.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using namespace std::chrono_literals;

struct AskerTest : ::testing::Test {
    AskerTest()
    {
        auto owned = std::make_unique<testing::ScriptedChannel>(host.manualClock);
        channel = owned.get();
        line = std::make_unique<MbapLine>(std::move(owned), loop, LineCounters(host));
    }

    historian::testing::FakeHost host;
    Loop loop{host.manualClock};
    testing::ScriptedChannel* channel = nullptr;
    std::unique_ptr<MbapLine> line;
};

constexpr Read kRead{0, Table::Holding, 100, 1};

} // namespace

TEST_F(AskerTest, AsksTheUnitItIsFor)
{
    Asker ask(*line, loop, 17, {});
    loop.finish(ask(kRead));
    EXPECT_EQ(channel->sent[0], "00 01 00 00 00 06 11 03 00 64 00 01");
}

TEST_F(AskerTest, AsksOnceMoreAfterAGarbledReply)
{
    channel->answer({"00 01 00 00 00 07 01 03 04 00 07 00 08"});
    channel->answer({"00 02 00 00 00 05 01 03 02 00 2A"});
    Asker ask(*line, loop, 1, {});
    EXPECT_EQ(loop.finish(ask(kRead)).words, Words{42});
    EXPECT_EQ(ask.requests(), 2U);
}

TEST_F(AskerTest, DoesNotAskASilentUnitAgain)
{
    Asker ask(*line, loop, 1, {});
    EXPECT_EQ(loop.finish(ask(kRead)).kind, Answer::Kind::Silent);
    EXPECT_EQ(ask.requests(), 1U);
}

TEST_F(AskerTest, SaysThatAClosedLineIsLost)
{
    line->close();
    Asker ask(*line, loop, 1, {});
    EXPECT_EQ(loop.finish(ask(kRead)).kind, Answer::Kind::Lost);
    EXPECT_TRUE(channel->sent.empty());
}

TEST_F(AskerTest, EndsAPauseWhenItIsInterrupted)
{
    loop.interrupt();
    channel->answer({"00 01 00 00 00 03 01 83 06"});
    Asker ask(*line, loop, 1, {});
    EXPECT_EQ(loop.finish(ask(kRead)).kind, Answer::Kind::Interrupted);
}

} // namespace historian::modbus
