#include "config/scalars.h"

#include <gtest/gtest.h>

#include <array>

namespace historian::config {
namespace {

using std::chrono::milliseconds;

TEST(Scalars, ReadsDurationsWithTheirUnit)
{
    EXPECT_EQ(parseDuration("500ms"), milliseconds(500));
    EXPECT_EQ(parseDuration("5s"), milliseconds(5000));
    EXPECT_EQ(parseDuration("2 min"), milliseconds(120'000));
    EXPECT_EQ(parseDuration("1.5h"), milliseconds(5'400'000));
    EXPECT_EQ(parseDuration("30d"), milliseconds(2'592'000'000));
}

TEST(Scalars, RefusesDurationsWithoutAUnitOrBelowZero)
{
    for (const auto* text : {"5", "5 m", "-5s", "", "s", "5ss", "1e3s", "99999999999999999d"})
        EXPECT_FALSE(parseDuration(text)) << text;
}

TEST(Scalars, ReadsSizesInBothKindsOfUnits)
{
    EXPECT_EQ(parseSize("1024"), 1024);
    EXPECT_EQ(parseSize("64KiB"), 65536);
    EXPECT_EQ(parseSize("8 MiB"), 8 * 1024 * 1024);
    EXPECT_EQ(parseSize("1GB"), 1'000'000'000);
    EXPECT_FALSE(parseSize("1 gb"));
    EXPECT_FALSE(parseSize("auto"));
}

TEST(Scalars, ReadsNumbersWholeOrNotAtAll)
{
    EXPECT_EQ(parseInteger("-12"), -12);
    EXPECT_FALSE(parseInteger("12.0"));
    EXPECT_FALSE(parseInteger("99999999999999999999"));
    for (const char* octal : {"010", "00", "-01"}) EXPECT_FALSE(parseInteger(octal)) << octal;
    EXPECT_EQ(parseInteger("0"), 0);
    EXPECT_EQ(parseNumber("-1.5e3"), -1500.0);
    EXPECT_FALSE(parseNumber("nan"));
    EXPECT_FALSE(parseNumber("1,5"));
    EXPECT_EQ(parseBoolean("true"), true);
    EXPECT_FALSE(parseBoolean("yes"));
}

TEST(Scalars, SuggestsTheNearestNameOrNone)
{
    constexpr std::array<std::string_view, 3> names{"baud", "device", "interval"};
    EXPECT_EQ(suggestion("bauds", names), ", did you mean 'baud'?");
    EXPECT_EQ(suggestion("intervall", names), ", did you mean 'interval'?");
    EXPECT_EQ(suggestion("colour", names), "");
    constexpr std::array<std::string_view, 2> meters{"eastron-sdm120", "eastron-sdm630"};
    EXPECT_EQ(suggestion("eastron-sdm360", meters), ", did you mean 'eastron-sdm630'?");
    EXPECT_EQ(suggestion("xy", {}), "");
}

} // namespace
} // namespace historian::config
