#include "line_session.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/fake_sink.h>

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace historian::serial {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::FakeHost;
using testing::FakeSink;

namespace {

class LineSessionTest : public ::testing::Test {
protected:
    void open()
    {
        session.emplace(host, settings);
        session->begin(now);
    }

    Parcel take(std::string_view bytes)
    {
        if (!session) open();
        return session->take(bytes, now, sink);
    }

    std::vector<std::string> codes() const
    {
        std::vector<std::string> codes;
        for (const Refusal& refusal : sink.refusals()) codes.push_back(refusal.code);
        return codes;
    }

    FakeHost host;
    FakeSink sink;
    Settings settings;
    std::optional<LineSession> session;
    SteadyTime now{seconds(100)};
};

std::string fileText(const std::string& name)
{
    std::ifstream file(std::string(PLUGIN_DIR) + "/testcases/" + name, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

TEST_F(LineSessionTest, TellsTheLogbookOnceWhenTwentyLinesInARowAreNonsense)
{
    settings.deviceId = "m1";
    settings.device = "/dev/ttyUSB0";
    for (std::size_t i = 1; i < kStrangeLinesMax; ++i) take("\x80\x81\n");
    EXPECT_TRUE(sink.notices().empty());
    for (int i = 0; i < 50; ++i) take("\x80\x81\n");
    ASSERT_EQ(sink.notices().size(), 1U);
    EXPECT_EQ(sink.notices()[0].device, "m1");
    EXPECT_EQ(sink.notices()[0].action, "device_nonsense");
    EXPECT_NE(host.whyDegraded().find("20 lines in a row are no readings"), std::string::npos);
    take("{\"device_id\":\"m1\",\"power\":1}\n");
    EXPECT_EQ(host.whyDegraded(), "");
}

TEST_F(LineSessionTest, DoesNotMistakeTheFirmwaresTalkForNonsense)
{
    for (int i = 0; i < 50; ++i) take("Backend HTTP Response: 200\n");
    EXPECT_TRUE(sink.notices().empty());
}

TEST_F(LineSessionTest, FindsEveryReadingOfABoardsTranscriptAndInventsNone)
{
    const std::string transcript = fileText("a_board_starts_and_loses_its_wifi/serial.txt");
    ASSERT_FALSE(transcript.empty());
    std::ostringstream found;
    for (const char byte : transcript) {
        const Parcel parcel = take({&byte, 1});
        for (const Reading& reading : parcel.batch.readings()) {
            codec::JsonWriter json;
            codec::writeReading(json, host, parcel.batch, reading);
            found << json.view() << "\n";
        }
    }
    EXPECT_EQ(found.str(), fileText("a_board_starts_and_loses_its_wifi/readings.jsonl"));
    EXPECT_EQ(host.counted("board_restarts"), 1U);
    EXPECT_EQ(host.counted("board_wifi_losses"), 2U);
    EXPECT_EQ(codes(), (std::vector<std::string>{"bad_utf8", "missing_field"}));
}

TEST_F(LineSessionTest, MarksEachLineForItsAcknowledgement)
{
    settings.ack = "OK {id}";
    const Parcel parcel = take("{\"device_id\":\"m1\",\"id\":\"a1\",\"power\":1}\nnoise\n{\"device_"
                               "id\":\"m1\",\"power\":2}\n");
    ASSERT_EQ(parcel.lines.size(), 2U);
    EXPECT_EQ(parcel.lines[0].ack, "OK a1\n");
    EXPECT_EQ(parcel.lines[1].ack, "OK \n");
    EXPECT_EQ(parcel.lines[1].firstReading, 1U);
}

TEST_F(LineSessionTest, GivesAHalfLineUpAndTakesNothingOfItsRest)
{
    settings.format = Format::Pairs;
    settings.deviceId = "m1";
    take("power=1");
    now += kHalfLineMax - milliseconds(1);
    session->giveUpHalfLine(now, sink);
    EXPECT_TRUE(sink.refusals().empty());
    now += milliseconds(1);
    session->giveUpHalfLine(now, sink);
    EXPECT_EQ(codes(), std::vector<std::string>{"half_line"});
    EXPECT_TRUE(take("0 power=55\n").batch.isEmpty());
    EXPECT_EQ(take("power=7\n").batch.size(), 1U);
    EXPECT_EQ(host.counted("lines_half"), 1U);
}

TEST_F(LineSessionTest, CountsTheLineThatAnUnpluggingCutInTwo)
{
    take("{\"device_id\":\"b\",\"pow");
    session->end(sink);
    session->begin(now);
    EXPECT_EQ(codes(), std::vector<std::string>{"half_line"});
    session->end(sink);
    EXPECT_EQ(host.counted("lines_half"), 1U);
}

TEST_F(LineSessionTest, MistrustsTheFirstLineOnlyIfItWasOnItsWayAtTheOpening)
{
    settings.format = Format::Pairs;
    settings.deviceId = "m1";
    EXPECT_TRUE(take("power=1\n").batch.isEmpty());
    EXPECT_EQ(take("power=1\n").batch.size(), 1U);
    session->begin(now);
    now += kTailWindow;
    EXPECT_EQ(take("power=1\n").batch.size(), 1U);
}

TEST_F(LineSessionTest, CountsAnOverlongLineOnceAndLogsEachKindOfFaultOnce)
{
    settings.lineBytesMax = 64;
    take(std::string(1'000'000, 'x'));
    take("\n\xFF\n\xFF\n");
    EXPECT_EQ(host.counted("lines_overlong"), 1U);
    EXPECT_EQ(host.counted("lines_noise"), 2U);
    EXPECT_EQ(host.logLines().size(), 2U);
    ASSERT_EQ(sink.refusals().size(), 3U);
    EXPECT_EQ(sink.refusals()[0].excerpt, std::string(64, 'x'));
    EXPECT_EQ(sink.refusals()[0].address, settings.device);
}

TEST_F(LineSessionTest, TakesALineOfTheGreatestLength)
{
    settings.lineBytesMax = 64;
    std::string line = R"({"device_id":"m1","power":1})";
    line.insert(0, 64 - line.size(), ' ');
    EXPECT_EQ(take(line + "\n").batch.size(), 1U);
    EXPECT_TRUE(take(" " + line + "\n").batch.isEmpty());
}

} // namespace historian::serial
