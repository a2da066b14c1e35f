#include "ctl/offline/options.h"

#include <gtest/gtest.h>

namespace historian::ctl {

namespace {

constexpr std::string_view kColours[] = {"red", "green"};
constexpr Key kTlsKeys[] = {{.name = "ca", .meaning = "who vouches"}};
constexpr Key kKeys[] = {
    {.name = "device_id", .meaning = "its id", .required = true},
    {.name = "count",
     .type = KeyType::Integer,
     .fallback = "2",
     .meaning = "how many",
     .min = 1,
     .max = 9},
    {.name = "colour",
     .type = KeyType::Choice,
     .fallback = "red",
     .meaning = "which",
     .choices = kColours},
    {.name = "patterns", .type = KeyType::List, .meaning = "each"},
    {.name = "tls", .type = KeyType::Map, .meaning = "files", .children = kTlsKeys},
};

config::BoundConfig bind(std::vector<std::pair<std::string, std::string>> options)
{
    CommandLine line;
    line.options = std::move(options);
    return bindOptions(line, kKeys);
}

std::string complaint(std::vector<std::pair<std::string, std::string>> options)
{
    try {
        bind(std::move(options));
    } catch (const UsageError& problem) {
        return problem.what();
    }
    return "none";
}

} // namespace

TEST(Options, AreReadAsAConfigurationWithItsDefaults)
{
    const auto config = bind({{"device-id", "m1"}, {"tls-ca", "ca.pem"}});
    EXPECT_EQ(config.text("device_id"), "m1");
    EXPECT_EQ(config.integer("count"), 2);
    EXPECT_EQ(config.map("tls").text("ca"), "ca.pem");
    EXPECT_TRUE(config.isWritten("tls"));
    EXPECT_FALSE(config.isWritten("count"));
}

TEST(Options, TakeAListFromTheOptionAgainAndAgain)
{
    const auto config = bind({{"device-id", "m1"}, {"patterns", "a, b"}, {"patterns", "c"}});
    EXPECT_EQ(config.texts("patterns"), (std::vector<std::string>{"a, b", "c"}));
}

TEST(Options, NameTheOneThatIsMissing)
{
    EXPECT_EQ(complaint({}), "missing: --device-id");
}

TEST(Options, RefuseOneThatBelongsToAnotherCommand)
{
    EXPECT_EQ(complaint({{"device-id", "m1"}, {"limit", "5"}}),
              "--limit is no option of this command");
}

TEST(Options, RefuseAValueOutsideItsLimits)
{
    EXPECT_NE(complaint({{"device-id", "m1"}, {"count", "10"}}).find("from 1 to 9"),
              std::string::npos);
    EXPECT_NE(complaint({{"device-id", "m1"}, {"colour", "blue"}}).find("one of red, green"),
              std::string::npos);
}

TEST(Options, ExplainThemselvesWithLimitsAndDefaults)
{
    EXPECT_EQ(optionsText(kKeys),
              "  --device-id: its id\n"
              "  --count: how many, from 1 to 9 (2)\n"
              "  --colour: which, one of red, green (red)\n"
              "  --patterns: each\n"
              "  --tls-ca: who vouches\n");
}

} // namespace historian::ctl
