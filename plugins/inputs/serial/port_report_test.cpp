#include "port_report.h"

#include <gtest/gtest.h>

namespace historian::serial {
namespace {

constexpr SteadyTime kNow{std::chrono::hours(1)};

/// Any file stands for a port that is plugged in: a report does not open it.
Settings settingsOf(std::string device)
{
    Settings settings;
    settings.device = std::move(device);
    settings.baudText = "9600";
    return settings;
}

} // namespace

TEST(PortReport, SaysThatNothingIsPluggedIn)
{
    const auto steps = PortReport().steps(settingsOf("/nonexistent/port"), kNow);
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_FALSE(steps[0].isGood);
    EXPECT_EQ(steps[0].what, "find /nonexistent/port");
    EXPECT_EQ(steps[0].found, "is not plugged in");
}

TEST(PortReport, SaysWhyThePortIsNotOpen)
{
    PortReport report;
    report.closed("no permission");
    const auto steps = report.steps(settingsOf("/dev/null"), kNow);
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_FALSE(steps[1].isGood);
    EXPECT_EQ(steps[1].what, "open at 9600 baud");
    EXPECT_EQ(steps[1].found, "no permission");
    report.closed("another program has it open");
    EXPECT_EQ(report.steps(settingsOf("/dev/null"), kNow)[1].found.find("another program has it"),
              0U);
}

TEST(PortReport, SaysThatTheDeviceIsSilent)
{
    PortReport report;
    report.opened();
    const auto steps = report.steps(settingsOf("/dev/null"), kNow);
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_TRUE(steps[1].isGood);
    EXPECT_FALSE(steps[2].isGood);
    EXPECT_EQ(steps[2].found, "none came since it was opened");
}

TEST(PortReport, SaysWhatWasMadeOfTheLastLine)
{
    PortReport report;
    report.opened();
    report.line("{\"power\":1}", {1, {}, {}}, kNow - std::chrono::seconds(3));
    EXPECT_EQ(report.steps(settingsOf("/dev/null"), kNow)[2].found,
              "3 s ago: 1 readings of {\"power\":1}");
    report.line("a\x01z", {0, {}, {{0, "", "not_text", "is no text"}}}, kNow);
    const ProbeStep last = report.steps(settingsOf("/dev/null"), kNow)[2];
    EXPECT_FALSE(last.isGood);
    EXPECT_EQ(last.found, "0 s ago: no reading: is no text of a.z");
    report.line("WiFi connected", {}, kNow);
    EXPECT_TRUE(report.steps(settingsOf("/dev/null"), kNow)[2].isGood);
}

} // namespace historian::serial
