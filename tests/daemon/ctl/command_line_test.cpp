#include "ctl/command_line.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace historian::ctl {

namespace {

CommandLine read(std::vector<std::string> words)
{
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    return readCommandLine(arguments);
}

} // namespace

TEST(CommandLine, TakesOptionsWhereverTheyStand)
{
    const auto line = read({"query", "--url", "http://h:1", "meter-1", "--limit", "5", "power"});
    EXPECT_EQ(line.url, "http://h:1");
    EXPECT_EQ(line.words, (std::vector<std::string>{"query", "meter-1", "power"}));
    EXPECT_EQ(line.option("limit"), "5");
    EXPECT_FALSE(line.option("from"));
}

TEST(CommandLine, TakesAValueBehindAnEqualsSign)
{
    const auto line = read({"query", "--limit=5", "--url=http://h:1/?a=b", "--columns=a=b"});
    EXPECT_EQ(line.option("limit"), "5");
    EXPECT_EQ(line.url, "http://h:1/?a=b");
    EXPECT_EQ(line.option("columns"), "a=b");
    EXPECT_THROW(read({"status", "--json=yes"}), UsageError);
    EXPECT_THROW(read({"status", "--colour=red"}), UsageError);
}

TEST(CommandLine, LooksForTheDaemonOnLoopbackByDefault)
{
    EXPECT_EQ(read({"status"}).url, "http://127.0.0.1:5000");
}

TEST(CommandLine, RefusesAnOptionItDoesNotKnow)
{
    EXPECT_THROW(read({"status", "--colour"}), UsageError);
}

TEST(CommandLine, RefusesAnOptionWithoutItsValue)
{
    EXPECT_THROW(read({"status", "--url"}), UsageError);
}

TEST(CommandLine, SaysWhichWordIsMissing)
{
    const auto line = read({"devices", "approve"});
    try {
        line.word(2, "the device's ID");
        FAIL() << "no word was missed";
    } catch (const UsageError& problem) {
        EXPECT_STREQ(problem.what(), "missing: the device's ID");
    }
}

TEST(CommandLine, GuessesTheOptionThatWasMeant)
{
    try {
        read({"query", "--form", "x"});
        FAIL() << "there is no --form";
    } catch (const UsageError& problem) {
        EXPECT_STREQ(problem.what(), "unknown option --form, did you mean 'from'?");
    }
}

TEST(CommandLine, RefusesAWordThatNobodyAsksFor)
{
    const auto line = read({"devices", "approve", "a", "b"});
    EXPECT_NO_THROW(line.endsAfter(4));
    EXPECT_THROW(line.endsAfter(3), UsageError);
}

} // namespace historian::ctl
