#include "config/sample.h"
#include "config/secrets.h"
#include "config_support.h"

#include <gtest/gtest.h>

#include <array>
#include <regex>

namespace historian::config {
namespace {

constexpr std::array<std::string_view, 2> kParity{"none", "even"};
constexpr std::array kUnit{Key{.name = "id", .type = KeyType::Integer, .required = true},
                           Key{.name = "device", .meaning = "Its device."}};
constexpr std::array kKeys{
    Key{.name = "url", .meaning = "Where to.", .required = true},
    Key{.name = "parity", .type = KeyType::Choice, .fallback = "none", .choices = kParity},
    Key{.name = "key", .type = KeyType::Secret, .meaning = "The secret.", .required = true},
    Key{.name = "timeout", .type = KeyType::Duration, .fallback = "2s", .min = 0.1},
    Key{.name = "units", .type = KeyType::List, .children = kUnit},
};

Texts problemsOf(Role role, const std::string& text)
{
    std::vector<Problem> problems;
    const Settings settings = readSettings(yaml(text), problems);
    const UnresolvedSecrets secrets;
    const InstanceSettings& instance = role == Role::Store   ? settings.store
                                       : role == Role::Input ? settings.inputs.at(0)
                                                             : settings.outputs.at(0);
    bindInstance(instance, kKeys, secrets, problems);
    return texts(problems);
}

constexpr PluginAbout kAbout{"x", "1.0.0", "Does x.", kKeys};

TEST(Sample, SaysWhetherAnOutputIsRequiredUnlessOneSaysSo)
{
    PluginAbout about = kAbout;
    EXPECT_NE(sampleText(Role::Output, about).find("# required: false\n"), std::string::npos);
    about.isRequired = true;
    EXPECT_NE(sampleText(Role::Output, about).find("# required: true\n"), std::string::npos);
}

TEST(Sample, IsValidForEveryRole)
{
    for (const Role role : {Role::Input, Role::Store, Role::Output}) {
        const std::string text = sampleText(role, kAbout);
        EXPECT_EQ(problemsOf(role, text), Texts{}) << text;
    }
}

TEST(Sample, IsValidWithEveryCommentTakenOff)
{
    const std::string text = sampleText(Role::Input, kAbout);
    const std::string open =
        std::regex_replace(text, std::regex("\n( +)# ([a-z_]+:|  )"), "\n$1$2");
    EXPECT_NE(open.find("\n    timeout: 2s"), std::string::npos) << open;
    EXPECT_EQ(problemsOf(Role::Input, open), Texts{}) << open;
}

TEST(Sample, ShowsMeaningLimitsAndDefaults)
{
    const std::string text = sampleText(Role::Output, kAbout);
    EXPECT_NE(text.find("# x: Does x.\noutputs:\n  - plugin: x\n"), std::string::npos) << text;
    EXPECT_NE(text.find("# Where to. (text, required)\n    url: \"\"\n"), std::string::npos)
        << text;
    EXPECT_NE(text.find("(one of none even)\n    # parity: none\n"), std::string::npos) << text;
    EXPECT_NE(text.find("    key: \"${credential:key}\"\n"), std::string::npos) << text;
}

} // namespace
} // namespace historian::config
