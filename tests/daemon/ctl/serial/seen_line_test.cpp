#include "ctl/offline/offline_host.h"
#include "ctl/serial/seen_line.h"

#include <gtest/gtest.h>

namespace historian::ctl {

namespace {

constexpr Time kTime{std::chrono::seconds(1737369000)}; // 2025-01-20T10:30:00Z

/// What the reader of input-serial makes of a line.
class Seen : public ::testing::Test {
protected:
    SeenLine see(const std::string& text)
    {
        SeenLine line{kTime, text, {}, {}};
        line.content = reader_.read(text, false, kTime, line.readings);
        return line;
    }

    std::string text(const std::string& line) { return seenText(see(line), host_); }

    std::string json(const std::string& line) { return seenJson(see(line), host_); }

private:
    OfflineHost host_;
    serial::Settings settings_;
    serial::LineReader reader_{host_, settings_};
};

} // namespace

TEST_F(Seen, AReadingHasItsDeviceAndValuesBelowTheLine)
{
    EXPECT_EQ(text(R"({"device_id":"m1","power":1.5,"count":3,"mode":"auto","current":nan})"),
              "2025-01-20T10:30:00Z  "
              R"({"device_id":"m1","power":1.5,"count":3,"mode":"auto","current":nan})"
              "\n    reading  m1: power 1.5 count 3 mode \"auto\" current none (bad_nan)\n");
}

TEST_F(Seen, ARefusalHasItsCodeAndWords)
{
    EXPECT_EQ(text("hello"),
              "2025-01-20T10:30:00Z  hello\n"
              "    refused  not_a_reading: the line is not a reading in the port's format\n");
}

TEST_F(Seen, NoiseIsMadeVisible)
{
    EXPECT_EQ(text("\x1b[2J\x01"),
              "2025-01-20T10:30:00Z  .[2J.\n    refused  not_text: the line has control "
              "characters: noise, or another speed\n");
}

TEST_F(Seen, ARemarkIsSaidInWords)
{
    EXPECT_NE(text("rst:0x1 (POWERON_RESET),boot:0x13").find("the board was reset: POWERON_RESET"),
              std::string::npos);
    EXPECT_NE(text("WiFi Disconnected").find("the board has no Wi-Fi"), std::string::npos);
    EXPECT_NE(text("Connected to WiFi!").find("known, and no reading"), std::string::npos);
}

TEST_F(Seen, AsJsonHasReadingsAsEverywhere)
{
    EXPECT_EQ(json(R"({"device_id":"m1","timestamp":"2025-01-20T10:30:00Z","power":1.5})"),
              R"({"time":"2025-01-20T10:30:00Z","line":)"
              R"("{\"device_id\":\"m1\",\"timestamp\":\"2025-01-20T10:30:00Z\",\"power\":1.5}",)"
              R"("readings":[{"device_id":"m1","timestamp":"2025-01-20T10:30:00Z","power":1.5}],)"
              R"("refused":[]})"
              "\n");
}

TEST_F(Seen, AReadingWithoutATimeHasThatOfItsLine)
{
    EXPECT_NE(json(R"({"device_id":"m1","power":1})")
                  .find(R"("readings":[{"device_id":"m1","timestamp":"2025-01-20T10:30:00Z",)"),
              std::string::npos)
        << json(R"({"device_id":"m1","power":1})");
}

TEST_F(Seen, AsJsonHasRemarksAndRefusals)
{
    EXPECT_NE(json("rst:0x1 (POWERON_RESET)").find(R"("remark":"restart")"), std::string::npos);
    EXPECT_NE(json("WiFi Disconnected").find(R"("remark":"wifi_lost")"), std::string::npos);
    EXPECT_NE(json("Connected to WiFi!").find(R"("remark":"chatter")"), std::string::npos);
    EXPECT_NE(json("hello").find(R"("refused":[{"code":"not_a_reading","message":)"),
              std::string::npos);
    EXPECT_NE(json(R"({"power":1})").find(R"("field":"device_id")"), std::string::npos);
}

} // namespace historian::ctl
