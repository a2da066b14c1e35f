#include "line/columns.h"

#include <gtest/gtest.h>

#include <vector>

namespace historian::serial {

namespace {

const std::vector<std::string> kColumns{"current", "-", "power"};

} // namespace

TEST(Columns, OfACsvLineAreNamedInOrder)
{
    EXPECT_EQ(*csvFields(" 2.5 ,x,550.0", ',', kColumns),
              (Fields{{"current", "2.5"}, {"power", "550.0"}}));
    EXPECT_EQ(*csvFields("2.5;;", ';', kColumns), (Fields{{"current", "2.5"}, {"power", ""}}));
}

TEST(Columns, OfAnotherNumberAreRefused)
{
    EXPECT_EQ(csvFields("2.5,x", ',', kColumns).error().message, "the line has 2 values, not 3");
    EXPECT_EQ(csvFields("1,2,3,", ',', kColumns).error().message, "the line has 4 values, not 3");
    EXPECT_EQ(csvFields("", ',', kColumns).error().message, "the line has 1 values, not 3");
}

TEST(Columns, OfPairsMayComeInAnyOrderAndWithOtherWords)
{
    const std::vector<std::string> renames{"T=ambient_temp_c", "Tx=-"};
    EXPECT_EQ(*pairFields("sensor: Tx=9; power=5.5,T=21 &ok=true", renames),
              (Fields{{"power", "5.5"}, {"ambient_temp_c", "21"}, {"ok", "true"}}));
}

TEST(Columns, OfALineWithoutPairsAreRefused)
{
    EXPECT_EQ(pairFields("Connected to WiFi!", {}).error().message, "the line has no name=value");
    EXPECT_FALSE(pairFields("=5", {}));
}

} // namespace historian::serial
