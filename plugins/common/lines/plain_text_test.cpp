#include "lines/plain_text.h"

#include <gtest/gtest.h>

namespace historian::lines {

TEST(PlainText, KnowsUtf8)
{
    for (const std::string_view good : {"",
                                        "abc",
                                        "W/m\xC2\xB2",
                                        "\xE2\x82\xAC",
                                        "\xED\x9F\xBF",
                                        "\xF0\x9F\x98\x80",
                                        "\xF4\x8F\xBF\xBF"})
        EXPECT_TRUE(isUtf8(good)) << good;
    for (const std::string_view bad : {"\xB2",
                                       "a\xC2",
                                       "\xC0\x80",
                                       "\xC2 ",
                                       "\xE0\x80\x80",
                                       "\xED\xA0\x80",
                                       "\xF0\x80\x80\x80",
                                       "\xF4\x90\x80\x80",
                                       "\xF5\x80\x80\x80",
                                       "\xFF"})
        EXPECT_FALSE(isUtf8(bad)) << excerptOf(bad);
}

TEST(PlainText, SeesControlCharactersButTakesTabs)
{
    EXPECT_FALSE(hasControls("1\t2 \xC2\xB2"));
    EXPECT_TRUE(hasControls(std::string_view("a\0b", 3)));
    EXPECT_TRUE(hasControls("\x1B[0m"));
    EXPECT_TRUE(hasControls("\x7F"));
}

TEST(PlainText, MakesAShortPrintableExcerpt)
{
    EXPECT_EQ(excerptOf("a\x01\xFF"
                        "b"),
              "a..b");
    EXPECT_EQ(excerptOf(std::string(1000, 'x')).size(), kExcerptBytes);
}

} // namespace historian::lines
