#include "line/pattern.h"

#include <gtest/gtest.h>

namespace historian::serial {

TEST(Pattern, TakesTheValuesBetweenItsTexts)
{
    const auto pattern = Pattern::of("T={ambient_temp_c}C, H={humidity_percent}%");
    ASSERT_TRUE(pattern);
    EXPECT_EQ(pattern->match("T=-3.5C, H=81%"),
              (Fields{{"ambient_temp_c", "-3.5"}, {"humidity_percent", "81"}}));
}

TEST(Pattern, FitsTheWholeLineOrNotAtAll)
{
    const auto pattern = Pattern::of("T={ambient_temp_c}C");
    for (const std::string_view line : {"", "T=", "T=C", "T=1", "xT=1C", "T=1Cx", "T=1 2C", "t=1C"})
        EXPECT_FALSE(pattern->match(line)) << line;
}

TEST(Pattern, PassesOverWhatIsNamedByADash)
{
    EXPECT_EQ(Pattern::of("#{-}: {power}")->match("#17: 5"), (Fields{{"power", "5"}}));
}

TEST(Pattern, SaysWhatIsWrongWithItsText)
{
    EXPECT_EQ(Pattern::of("T={a").error().message, "a { is not closed by a }");
    EXPECT_EQ(Pattern::of("T={}").error().message, "a {} has no name");
    EXPECT_EQ(Pattern::of("{a}{b}").error().message, "between two {} there must be some text");
    EXPECT_EQ(Pattern::of("T").error().message, "it has no {metric}");
}

} // namespace historian::serial
