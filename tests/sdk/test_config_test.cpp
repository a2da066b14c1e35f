#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

#include <array>

namespace historian::testing {

namespace {

constexpr std::array<std::string_view, 2> kParities{"none", "even"};
constexpr std::array kUnitKeys{Key{.name = "id", .type = KeyType::Integer, .required = true},
                               Key{.name = "device", .fallback = "meter"}};
constexpr std::array kKeys{
    Key{.name = "url", .required = true},
    Key{.name = "baud", .type = KeyType::Integer, .fallback = "9600", .min = 300, .max = 115'200},
    Key{.name = "scale", .type = KeyType::Number, .fallback = "0.5"},
    Key{.name = "parity", .type = KeyType::Choice, .fallback = "none", .choices = kParities},
    Key{.name = "eager", .type = KeyType::Boolean, .fallback = "false"},
    Key{.name = "interval", .type = KeyType::Duration, .fallback = "1500ms", .min = 0.1},
    Key{.name = "buffer", .type = KeyType::Size, .fallback = "64KiB"},
    Key{.name = "tags", .type = KeyType::List},
    Key{.name = "units", .type = KeyType::List, .children = kUnitKeys},
    Key{.name = "first", .type = KeyType::Map, .children = kUnitKeys}};

} // namespace

TEST(TestConfig, GivesTheDefaultsOfTheSchema)
{
    const TestConfig config(kKeys);
    EXPECT_EQ(config.integer("baud"), 9600);
    EXPECT_EQ(config.number("scale"), 0.5);
    EXPECT_EQ(config.text("parity"), "none");
    EXPECT_FALSE(config.boolean("eager"));
    EXPECT_EQ(config.duration("interval"), std::chrono::milliseconds(1500));
    EXPECT_EQ(config.integer("buffer"), 65'536);
    EXPECT_TRUE(config.texts("tags").empty());
    EXPECT_TRUE(config.maps("units").empty());
    EXPECT_EQ(config.map("first").text("device"), "meter");
    EXPECT_FALSE(config.isWritten("baud"));
}

TEST(TestConfig, GivesWhatWasWritten)
{
    TestConfig config(kKeys, {{"baud", "19200"}, {"interval", "2min"}, {"buffer", "1GB"}});
    config.add("tags", "roof");
    config.add("tags", "east");
    config.addMap("units", {{"id", "1"}});
    config.addMap("units", {{"id", "2"}, {"device", "inverter"}});
    config.addMap("first", {{"id", "7"}});
    EXPECT_EQ(config.integer("baud"), 19'200);
    EXPECT_EQ(config.duration("interval"), std::chrono::minutes(2));
    EXPECT_EQ(config.integer("buffer"), 1'000'000'000);
    EXPECT_EQ(config.texts("tags"), (std::vector<std::string>{"roof", "east"}));
    ASSERT_EQ(config.maps("units").size(), 2U);
    EXPECT_EQ(config.maps("units")[1]->text("device"), "inverter");
    EXPECT_EQ(config.map("first").integer("id"), 7);
    EXPECT_TRUE(config.isWritten("units"));
}

TEST(TestConfig, RefusesWhatTheSchemaDoesNotAllow)
{
    for (const TestConfig::Texts& bad : {TestConfig::Texts{{"bauds", "9600"}},
                                         {{"baud", "many"}},
                                         {{"baud", "200"}},
                                         {{"parity", "odd"}},
                                         {{"eager", "yes"}},
                                         {{"interval", "5"}},
                                         {{"buffer", "5 stones"}},
                                         {{"units", "1"}},
                                         {{"first", "1"}}})
        EXPECT_THROW(TestConfig(kKeys, bad), ConfigError) << bad.begin()->first;
    EXPECT_THROW(TestConfig(kKeys).addMap("baud"), ConfigError);
}

TEST(TestConfig, NamesTheRequiredKeysThatAreMissing)
{
    TestConfig config(kKeys);
    config.addMap("units");
    EXPECT_EQ(config.missing().size(), 2U);
    EXPECT_EQ(config.missing()[1], "units.id: is required");
    EXPECT_THROW(config.text("url"), ConfigError);
    EXPECT_THROW(config.text("nobody"), ConfigError);
}

} // namespace historian::testing
