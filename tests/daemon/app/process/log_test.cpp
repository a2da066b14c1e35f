#include "app/process/log.h"

#include <gtest/gtest.h>

namespace historian::app {
namespace {

std::string line(std::string_view subject, std::string_view message)
{
    return logLine(LogStyle::Journal, LogLevel::Info, subject, message);
}

TEST(Log, BeginsWithTheLevelThatSystemdReads)
{
    EXPECT_EQ(logLine(LogStyle::Journal, LogLevel::Debug, "a", "b"), "<7>a: b\n");
    EXPECT_EQ(logLine(LogStyle::Journal, LogLevel::Info, "a", "b"), "<6>a: b\n");
    EXPECT_EQ(logLine(LogStyle::Journal, LogLevel::Warning, "a", "b"), "<4>a: b\n");
    EXPECT_EQ(logLine(LogStyle::Journal, LogLevel::Error, "a", "b"), "<3>a: b\n");
    EXPECT_EQ(logLine(LogStyle::Terminal, LogLevel::Error, "a", "b"), "error   a: b\n");
}

TEST(Log, LetsNobodyForgeALine)
{
    EXPECT_EQ(line("web", "id\r\n<3>fire"), "<6>web: id\\x0d\\x0a<3>fire\n");
    EXPECT_EQ(line("in\nput", "x"), "<6>in\\x0aput: x\n");
}

TEST(Log, LetsNobodySteerATerminal)
{
    EXPECT_EQ(line("web", std::string_view("\x1b[2J\x7f\0", 6)), "<6>web: \\x1b[2J\\x7f\\x00\n");
}

TEST(Log, KeepsWordsOfOtherLanguages)
{
    EXPECT_EQ(line("site", "toit de l'été"), "<6>site: toit de l'été\n");
}

TEST(Log, CutsWhatIsTooLong)
{
    const std::string cut = line("web", std::string(100'000, 'x'));
    EXPECT_EQ(cut.size(), std::string("<6>web:  ...\n").size() + kLogLineBytesMax);
}

} // namespace
} // namespace historian::app
