#include "lines/line_splitter.h"

#include <gtest/gtest.h>

#include <vector>

namespace historian::lines {

namespace {

constexpr std::size_t kMax = 8;

std::vector<std::string> linesOf(LineSplitter& splitter, std::string_view bytes)
{
    std::vector<std::string> lines;
    splitter.feed(bytes, [&lines](const Line& line) {
        lines.push_back(std::string(line.text) + (line.isTooLong ? "!" : ""));
    });
    return lines;
}

using Lines = std::vector<std::string>;

} // namespace

TEST(LineSplitter, TakesCrAndLfAsEndsAndPassesOverEmptyLines)
{
    LineSplitter splitter(kMax);
    EXPECT_EQ(linesOf(splitter, "\r\na\r\n\n\nb\rc\n"), (Lines{"a", "b", "c"}));
}

TEST(LineSplitter, PutsTogetherWhatComesByteByByte)
{
    LineSplitter splitter(kMax);
    Lines lines;
    for (const char byte : std::string("ab\r\ncd\n"))
        for (std::string& line : linesOf(splitter, std::string(1, byte)))
            lines.push_back(std::move(line));
    EXPECT_EQ(lines, (Lines{"ab", "cd"}));
}

TEST(LineSplitter, TakesALineOfTheGreatestLength)
{
    LineSplitter splitter(kMax);
    EXPECT_EQ(linesOf(splitter, "12345678\n"), (Lines{"12345678"}));
}

TEST(LineSplitter, ReportsALineThatIsTooLongOnceAndGoesOnWithTheNext)
{
    LineSplitter splitter(kMax);
    EXPECT_EQ(linesOf(splitter, "123456789"), (Lines{"12345678!"}));
    EXPECT_TRUE(linesOf(splitter, std::string(1'000'000, 'x')).empty());
    EXPECT_TRUE(splitter.begun().empty());
    EXPECT_EQ(linesOf(splitter, "x\nnext\n"), (Lines{"next"}));
}

TEST(LineSplitter, SkipsTheRestOfALineThatWasGivenUp)
{
    LineSplitter splitter(kMax);
    EXPECT_TRUE(linesOf(splitter, "half").empty());
    EXPECT_EQ(splitter.begun(), "half");
    splitter.skip();
    EXPECT_EQ(linesOf(splitter, "rest\nwhole\n"), (Lines{"whole"}));
}

TEST(LineSplitter, TakesTheFirstLineWholeAfterAReset)
{
    LineSplitter splitter(kMax);
    EXPECT_TRUE(linesOf(splitter, "half").empty());
    splitter.reset();
    EXPECT_EQ(linesOf(splitter, "new\n"), (Lines{"new"}));
}

} // namespace historian::lines
