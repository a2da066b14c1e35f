#include "ctl/commands.h"
#include "pty_pair.h"

#include <gtest/gtest.h>

namespace historian::ctl {

namespace {

using serial::PtyPair;
using Options = std::vector<std::pair<std::string, std::string>>;

CommandLine lineOf(std::vector<std::string> words, Options options = {}, bool wantsJson = false)
{
    CommandLine line;
    line.words = std::move(words);
    line.words.insert(line.words.begin(), "serial");
    line.options = std::move(options);
    line.wantsJson = wantsJson;
    return line;
}

std::string complaint(const CommandLine& line)
{
    try {
        runSerial(line);
    } catch (const UsageError& problem) {
        return problem.what();
    }
    return "none";
}

/// What it printed within a second at a port on which nothing came.
std::string printed(bool wantsJson, Outcome& outcome)
{
    const PtyPair device;
    ::testing::internal::CaptureStdout();
    outcome = runSerial(lineOf({"watch", device.path()}, {{"seconds", "1"}}, wantsJson));
    return ::testing::internal::GetCapturedStdout();
}

} // namespace

TEST(SerialWatch, PrintsAndCountsLines)
{
    Outcome outcome;
    const std::string text = printed(false, outcome);
    EXPECT_NE(text.find("-- open at 115200 baud\n"), std::string::npos) << text;
    EXPECT_EQ(outcome.text, "0 lines, 0 readings, 0 lines refused.\n");
    EXPECT_EQ(outcome.exitCode, 0);
}

TEST(SerialWatch, PrintsOneObjectALineAsJson)
{
    Outcome outcome;
    const std::string text = printed(true, outcome);
    EXPECT_NE(text.find(R"("port":"open at 115200 baud"})"), std::string::npos) << text;
    EXPECT_EQ(outcome.text, "{\"lines\":0,\"readings_total\":0,\"refused_total\":0}\n");
}

TEST(SerialWatch, FailsIfThePortWasNeverThere)
{
    ::testing::internal::CaptureStdout();
    const Outcome outcome = runSerial(lineOf({"watch", "/nonexistent/port"}, {{"seconds", "1"}}));
    EXPECT_NE(::testing::internal::GetCapturedStdout().find("-- unplugged, waiting\n"),
              std::string::npos);
    EXPECT_EQ(outcome.exitCode, 1);
}

TEST(SerialWatch, TakesTheSettingsOfTheInput)
{
    EXPECT_EQ(complaint(lineOf({"watch", "/dev/x"}, {{"format", "csv"}})),
              "format csv needs columns");
    EXPECT_EQ(complaint(lineOf({"watch", "/dev/x"}, {{"columns", "power,current"}})),
              "columns belong to the formats csv and pairs");
    EXPECT_NE(complaint(lineOf({"watch", "/dev/x"}, {{"baud", "9601"}})).find("one of 1200"),
              std::string::npos);
    EXPECT_NE(complaint(lineOf({"watch", "/dev/x"}, {{"seconds", "86401"}})).find("86400"),
              std::string::npos);
}

TEST(SerialWatch, SaysWhatIsMissingOrTooMuch)
{
    EXPECT_EQ(complaint(lineOf({"watch"})), "missing: the DEVICE, such as /dev/ttyUSB0");
    EXPECT_EQ(complaint(lineOf({"watch", "ttyUSB0"})),
              "device is a path such as /dev/serial/by-id/...");
    EXPECT_NE(complaint(lineOf({"read", "/dev/x"})).find("serial watch DEVICE"), std::string::npos);
    EXPECT_NE(complaint(lineOf({"watch", "/dev/x", "/dev/y"})).find("serial watch DEVICE"),
              std::string::npos);
    EXPECT_EQ(complaint(lineOf({"watch", "/dev/x"}, {{"limit", "1"}})),
              "--limit is no option of this command");
}

TEST(SerialWatch, ExplainsItsOptions)
{
    EXPECT_NE(serialHelp().find("--baud: "), std::string::npos);
    EXPECT_EQ(serialHelp().find("--ack"), std::string::npos);
}

} // namespace historian::ctl
