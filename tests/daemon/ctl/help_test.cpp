#include "ctl/help.h"

#include <gtest/gtest.h>

namespace historian::ctl {

namespace {

Outcome nothing(const CommandLine&)
{
    return {};
}

std::string more()
{
    return "  --units: the numbers that are asked\n";
}

constexpr Command kCommands[] = {
    {"status", "how it does", "status", nothing},
    {"log", "what was decided", "log [--limit N]\nlog --before N", nothing},
    {"scan", "who is there", "scan", nothing, more},
};

std::string faultOf(std::size_t command, const std::string& option)
{
    CommandLine line;
    line.options = {{option, ""}};
    try {
        refuseForeignOptions(kCommands[command], line);
    } catch (const UsageError& problem) {
        return problem.what();
    }
    return {};
}

} // namespace

TEST(Help, SaysOfEachCommandWhatItIsFor)
{
    const std::string help = helpOfAll(kCommands);
    EXPECT_NE(help.find("  status      how it does\n  log         what was decided\n"),
              std::string::npos)
        << help;
}

TEST(Help, ShowsEveryFormOfOneCommandAsItIsTyped)
{
    EXPECT_EQ(helpOf(kCommands[1]),
              "what was decided\n\n"
              "  historianctl log [--limit N]\n  historianctl log --before N\n");
    EXPECT_TRUE(helpOf(kCommands[2]).ends_with("scan\n\n" + more()));
}

TEST(Help, GuessesTheCommandThatWasMeant)
{
    EXPECT_STREQ(commandNamed(kCommands, "scan").name, "scan");
    try {
        commandNamed(kCommands, "statsu");
        FAIL() << "there is no statsu";
    } catch (const UsageError& problem) {
        EXPECT_STREQ(problem.what(), "unknown command 'statsu', did you mean 'status'?");
    }
}

TEST(Help, TakesOnlyTheOptionsThatItNames)
{
    EXPECT_EQ(faultOf(0, "limit"), "--limit is no option of 'status'");
    EXPECT_EQ(faultOf(1, "limit"), "");
    EXPECT_EQ(faultOf(1, "before"), "");
    EXPECT_EQ(faultOf(2, "units"), "");
    EXPECT_EQ(faultOf(2, "unit"), "--unit is no option of 'scan'") << "the beginning of another";
}

} // namespace historian::ctl
