#include "exec_probe.h"

#include <gtest/gtest.h>

namespace historian::exec {
namespace {

constexpr SteadyTime kNow{std::chrono::hours(1)};

} // namespace

TEST(ExecProbe, SaysThatTheProgramIsNotRunningAndHowItEnded)
{
    child::ChildReport report;
    report.started(812);
    report.ended("ended with exit code 3");
    const auto steps = probeSteps("/usr/bin/meter", report.state(), std::nullopt, kNow);
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_FALSE(steps[0].isGood);
    EXPECT_EQ(steps[0].what, "run /usr/bin/meter");
    EXPECT_EQ(steps[0].found, "is not running; it last ended with exit code 3");
}

TEST(ExecProbe, SaysWhoRunsAndWhatItSaidLast)
{
    child::ChildReport report;
    report.started(811);
    report.ended("closed its standard output");
    report.started(812);
    report.ready("meter", "1.2", kNow - std::chrono::seconds(90));
    const LastAnswer::Seen line{kNow - std::chrono::seconds(2), "{\"power\":1}", 1, ""};
    const auto steps = probeSteps("/usr/bin/meter", report.state(), line, kNow);
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[0].found,
              "is running, process 812, started 2 times; it last closed its standard output");
    EXPECT_EQ(steps[1].found, "meter 1.2, ready since 90 s ago");
    EXPECT_EQ(steps[2].found, "2 s ago: 1 readings of {\"power\":1}");
    EXPECT_TRUE(steps[2].isGood);
}

TEST(ExecProbe, SaysThatALineWasNoReading)
{
    child::ChildReport report;
    report.started(812);
    const LastAnswer::Seen line{kNow, "garbage", 0, "is no JSON"};
    const auto steps = probeSteps("/usr/bin/meter", report.state(), line, kNow);
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[1].found, "has not said that it is ready");
    EXPECT_FALSE(steps[2].isGood);
    EXPECT_EQ(steps[2].found, "0 s ago: no reading: is no JSON of garbage");
}

} // namespace historian::exec
