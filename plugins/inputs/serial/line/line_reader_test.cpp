#include "line/line_reader.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::serial {

namespace {

class LineReaderTest : public ::testing::Test {
protected:
    LineContent read(std::string_view line, bool mayBeTail = false)
    {
        if (!reader) reader.emplace(host, settings);
        return reader->read(line, mayBeTail, host.manualClock.now(), batch);
    }

    std::string codeOf(std::string_view line, bool mayBeTail = false)
    {
        const LineContent content = read(line, mayBeTail);
        return content.faults.empty() ? "" : content.faults[0].code;
    }

    // The last reading as device and metric=number.
    std::string lastReading() const
    {
        if (batch.isEmpty()) return {};
        const Reading& reading = batch[batch.size() - 1];
        std::string text(host.name(reading.device));
        for (const Value& value : batch.values(reading))
            text += " " + std::string(host.name(value.metric())) + "=" +
                    (value.asNumber() ? std::to_string(*value.asNumber()) : "none");
        return text;
    }

    testing::FakeHost host;
    Settings settings;
    std::optional<LineReader> reader;
    Batch batch;
};

constexpr std::string_view kPosted =
    R"(Sending to backend: {"device_id":"ESP32-001","timestamp":"2025-01-20T0:2:5.000Z","current":nan,"power":550.0})";

} // namespace

TEST_F(LineReaderTest, TakesJsonAfterAnyWords)
{
    EXPECT_EQ(read(kPosted).readings, 1U);
    EXPECT_EQ(lastReading(), "ESP32-001 current=none power=550.000000");
    EXPECT_EQ(batch[0].received, host.manualClock.now());
    EXPECT_FALSE(batch[0].hasSentTime);
}

TEST_F(LineReaderTest, GivesTextLinesTheDeviceOfTheLastJson)
{
    EXPECT_EQ(codeOf("Real Power: 5.5W"), "missing_field");
    read(kPosted);
    EXPECT_EQ(read("Real Power: 5.5W").readings, 1U);
    EXPECT_EQ(lastReading(), "ESP32-001 power=5.500000");
    reader->forgetDevice();
    EXPECT_EQ(codeOf("Real Power: 5.5W"), "missing_field");
}

TEST_F(LineReaderTest, GivesReadingsWithoutAnIdTheConfiguredOne)
{
    settings.deviceId = "board-7";
    EXPECT_EQ(read("Raw: 2.512A, Corrected: 2.500A, Power: 550.0W").readings, 1U);
    EXPECT_EQ(lastReading(), "board-7 current_raw_a=2.512000 current=2.500000 power=550.000000");
    read(R"({"power":1})");
    EXPECT_EQ(lastReading(), "board-7 power=1.000000");
}

TEST_F(LineReaderTest, RefusesNoiseAndHalvesByName)
{
    EXPECT_EQ(codeOf(std::string("a\0b", 3)), "not_text");
    EXPECT_EQ(codeOf("\xFF\xFE"), "bad_utf8");
    EXPECT_EQ(codeOf("hello"), "not_a_reading");
    EXPECT_EQ(codeOf(R"({"device_id":"m1","power":5)"), "not_a_reading");
    EXPECT_EQ(codeOf(R"("device_id":"m1","power":5})"), "not_a_reading");
    EXPECT_EQ(codeOf(R"({"device_id":"m1","power":})"), "bad_json");
    EXPECT_TRUE(batch.isEmpty());
}

TEST_F(LineReaderTest, SaysWhatTheBoardRemarks)
{
    EXPECT_EQ(read("WiFi Disconnected").remark, Remark::WifiLost);
    EXPECT_EQ(read("......").remark, Remark::Chatter);
}

TEST_F(LineReaderTest, ReadsColumnsWithAChecksum)
{
    settings.format = Format::Csv;
    settings.columns = {"device_id", "power"};
    settings.checksum = Checksum::Crc16;
    char trailer[8];
    std::snprintf(trailer, sizeof trailer, "*%04X", crc16("m1,5"));
    EXPECT_EQ(read(std::string("m1,5") + trailer, true).readings, 1U);
    EXPECT_EQ(lastReading(), "m1 power=5.000000");
    EXPECT_EQ(codeOf("m1,6" + std::string(trailer)), "bad_checksum");
}

TEST_F(LineReaderTest, TakesNoTailForALineWhereItCouldPassForOne)
{
    settings.format = Format::Csv;
    settings.columns = {"power"};
    settings.deviceId = "m1";
    EXPECT_EQ(codeOf("50", true), "half_line");
    EXPECT_EQ(read("1550", false).readings, 1U);
    EXPECT_EQ(codeOf("1,2"), "bad_columns");
}

TEST_F(LineReaderTest, ReadsPairsAndPatterns)
{
    settings.deviceId = "m1";
    settings.format = Format::Pairs;
    settings.columns = {"T=ambient_temp_c"};
    read("T=21.5 power=3");
    EXPECT_EQ(lastReading(), "m1 ambient_temp_c=21.500000 power=3.000000");
    settings.format = Format::Pattern;
    settings.patterns = {*Pattern::of("P {power} W")};
    read("P 4 W");
    EXPECT_EQ(lastReading(), "m1 power=4.000000");
    EXPECT_EQ(codeOf("Q 4 W"), "not_a_reading");
}

TEST_F(LineReaderTest, TakesOnlyTheFirmwaresOwnObjectsInItsFormat)
{
    settings.format = Format::Firmware;
    EXPECT_EQ(read(kPosted).readings, 1U);
    EXPECT_EQ(codeOf(R"({"device_id":"m1","power":5})"), "not_a_reading");
    settings.format = Format::Json;
    EXPECT_EQ(codeOf("Real Power: 5.5W"), "not_a_reading");
}

} // namespace historian::serial
