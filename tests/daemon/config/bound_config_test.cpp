#include "config/bound_config.h"
#include "config/secrets.h"
#include "config_support.h"

#include <gtest/gtest.h>

#include <array>

namespace historian::config {
namespace {

constexpr std::array<std::string_view, 2> kParity{"none", "even"};
constexpr std::array kUnit{
    Key{.name = "id", .type = KeyType::Integer, .required = true, .min = 1, .max = 247},
    Key{.name = "device"},
};
constexpr std::array kLine{Key{.name = "bits", .type = KeyType::Integer, .fallback = "8"}};
constexpr std::array kKeys{
    Key{.name = "device", .fallback = "/dev/ttyUSB0"},
    Key{.name = "baud", .type = KeyType::Integer, .fallback = "115200", .min = 300, .max = 4e6},
    Key{.name = "gain", .type = KeyType::Number, .fallback = "1.5"},
    Key{.name = "echo", .type = KeyType::Boolean, .fallback = "true"},
    Key{.name = "timeout", .type = KeyType::Duration, .fallback = "2s", .min = 0.1, .max = 60},
    Key{.name = "buffer", .type = KeyType::Size, .fallback = "64KiB"},
    Key{.name = "parity", .type = KeyType::Choice, .fallback = "none", .choices = kParity},
    Key{.name = "key", .type = KeyType::Secret},
    Key{.name = "units", .type = KeyType::List, .children = kUnit},
    Key{.name = "peers", .type = KeyType::List, .fallback = "[private]"},
    Key{.name = "line", .type = KeyType::Map, .children = kLine},
};

class KnownSecret final : public SecretSource {
public:
    Result<std::string> resolve(const SecretReference& reference) const override
    {
        if (reference.name == "good") return std::string("hush");
        return Error{"not there"};
    }
};

struct Bound {
    std::vector<Problem> problems;
    std::unique_ptr<BoundConfig> config;
};

Bound bind(std::string_view text)
{
    const KnownSecret secrets;
    Bound bound;
    bound.config = std::make_unique<BoundConfig>(
        kKeys, yaml(text), Binding{secrets, "inputs[usb]"}, bound.problems);
    return bound;
}

TEST(BoundConfig, GivesDefaultsOfEveryType)
{
    const Bound bound = bind("");
    EXPECT_EQ(texts(bound.problems), Texts{});
    const Config& config = *bound.config;
    EXPECT_EQ(config.text("device"), "/dev/ttyUSB0");
    EXPECT_EQ(config.integer("baud"), 115200);
    EXPECT_EQ(config.number("baud"), 115200);
    EXPECT_EQ(config.number("gain"), 1.5);
    EXPECT_TRUE(config.boolean("echo"));
    EXPECT_EQ(config.duration("timeout"), std::chrono::seconds(2));
    EXPECT_EQ(config.integer("buffer"), 65536);
    EXPECT_EQ(config.text("parity"), "none");
    EXPECT_EQ(config.text("key"), "");
    EXPECT_TRUE(config.maps("units").empty());
    EXPECT_EQ(config.texts("peers"), Texts{"private"});
    EXPECT_EQ(config.map("line").integer("bits"), 8);
    EXPECT_FALSE(config.isWritten("baud"));
}

TEST(BoundConfig, GivesWhatIsWrittenWithItsPlace)
{
    const Bound bound = bind("baud: 9600\ntimeout: 500ms\nkey: \"${credential:good}\"\n"
                             "units:\n  - {id: 3, device: m1}\nline: {bits: 7}\n");
    EXPECT_EQ(texts(bound.problems), Texts{});
    EXPECT_EQ(bound.config->integer("baud"), 9600);
    EXPECT_EQ(bound.config->duration("timeout").count(), 500);
    EXPECT_EQ(bound.config->text("key"), "hush");
    EXPECT_EQ(bound.config->maps("units").at(0)->integer("id"), 3);
    EXPECT_EQ(bound.config->map("line").integer("bits"), 7);
    EXPECT_TRUE(bound.config->isWritten("baud"));
    EXPECT_EQ(bound.config->place("timeout"), "h.yaml:2:1");
}

TEST(BoundConfig, NamesAnUnknownKeyAndSuggestsTheNearest)
{
    EXPECT_EQ(texts(bind("bauds: 9600").problems),
              Texts{"h.yaml:1:1: inputs[usb]: unknown key 'bauds', did you mean 'baud'?"});
    EXPECT_EQ(
        texts(bind("units:\n  - {id: 1, devise: x}").problems),
        Texts{"h.yaml:2:13: inputs[usb]: units[0]: unknown key 'devise', did you mean 'device'?"});
}

TEST(BoundConfig, SaysWhatIsWantedOfAWrongValue)
{
    const auto one = [](std::string_view text) { return texts(bind(text).problems).at(0); };
    EXPECT_EQ(one("baud: fast"),
              "h.yaml:1:7: inputs[usb]: key 'baud' must be a whole number, but is 'fast'");
    EXPECT_NE(one("baud: 09600").find("is '09600', whose leading zero makes it another number"),
              std::string::npos);
    EXPECT_EQ(
        one("baud: 100"),
        "h.yaml:1:7: inputs[usb]: key 'baud' must be a whole number from 300 to 4e+06, but is 100");
    EXPECT_NE(one("timeout: 5").find("a duration such as"), std::string::npos);
    EXPECT_NE(one("timeout: 2min").find("from 0.1 to 60 s"), std::string::npos);
    EXPECT_NE(one("parity: evn").find("one of none, even, but is 'evn', did you mean 'even'?"),
              std::string::npos);
    EXPECT_NE(one("echo: yes").find("true or false"), std::string::npos);
    EXPECT_NE(one("baud: [1]").find("but is a list"), std::string::npos);
    EXPECT_NE(one("baud:").find("but is nothing"), std::string::npos);
    EXPECT_NE(one("units: 5").find("must be a list"), std::string::npos);
    EXPECT_NE(one("line: 5").find("must be a map of keys"), std::string::npos);
    EXPECT_NE(one("peers: [[a]]").find("a list of texts"), std::string::npos);
}

TEST(BoundConfig, NamesAMissingKey)
{
    EXPECT_EQ(texts(bind("units:\n  - {device: m}").problems),
              Texts{"h.yaml:2:5: inputs[usb]: units[0]: key 'id' is missing"});
}

TEST(BoundConfig, NeverRepeatsASecretThatStandsInTheFile)
{
    const Texts problems = texts(bind("key: sesame").problems);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].find("sesame"), std::string::npos);
    EXPECT_NE(problems[0].find("${credential:NAME}"), std::string::npos);
    EXPECT_NE(texts(bind("key: \"${file:/x}\"").problems).at(0).find("not there"),
              std::string::npos);
}

TEST(BoundConfig, DoesNotPutSecretsIntoOtherKeys)
{
    EXPECT_NE(texts(bind("device: \"${credential:good}\"").problems).at(0).find("is not a secret"),
              std::string::npos);
}

TEST(BoundConfig, NamesEveryProblemAtOnce)
{
    EXPECT_EQ(bind("baud: x\ngain: y\nnone: z").problems.size(), 3U);
}

} // namespace
} // namespace historian::config
