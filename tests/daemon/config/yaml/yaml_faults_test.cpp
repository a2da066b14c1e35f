#include "../config_support.h"
#include "config/yaml/yaml_faults.h"

#include <gtest/gtest.h>

namespace historian::config {
namespace {

struct Mistake {
    const char* text;
    const char* said;
};

class YamlMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(YamlMistake, IsSaidInPlainWordsAtItsPlace)
{
    const std::string fault = faultOf(GetParam().text);
    EXPECT_TRUE(fault.starts_with(GetParam().said)) << fault;
}

INSTANTIATE_TEST_SUITE_P(
    People,
    YamlMistake,
    ::testing::Values(
        Mistake{"site:\n  id: a\n   name: b\n", "h.yaml:3:8: not YAML: a ':' cannot stand here"},
        Mistake{"site:\n\tid: a\n", "h.yaml:2:1: a tab in the indentation"},
        Mistake{"site:\n  id: a\n\t\n", "h.yaml:3:1: a tab in the indentation"},
        Mistake{"inputs:\n  - name: a\n plugin: http\n", "h.yaml:3:2: not YAML: this does not fit"},
        Mistake{"site:\n  name: Roof: east\n", "h.yaml:2:13: not YAML: a ':' cannot stand here"},
        Mistake{"site:\n  name: @roof\n", "h.yaml:2:9: not YAML: a value cannot begin with this"},
        Mistake{"http:\n  peers: [*]\n", "h.yaml:2:12: not YAML: a value cannot begin with '*'"},
        Mistake{"site: {name: a\n", "h.yaml:2:1: not YAML: a '{' is never closed by '}'"},
        Mistake{"inputs: [a\n", "h.yaml:2:1: not YAML: a '[' is never closed by ']'"},
        Mistake{"site:\n  name: \"Roof\nhttp: {port: 1}\n",
                "h.yaml:2:9: not YAML: a quote is never"},
        Mistake{"site:\n  name: 'l''eau\nhttp: {port: 1}\n",
                "h.yaml:2:9: not YAML: a quote is never"},
        Mistake{"site:\n  name: \"a\\\"\n", "h.yaml:2:9: not YAML: a quote is never closed"},
        Mistake{"site:\n  name: \"C:\\data\"\n", "h.yaml:2:14: not YAML: a '\\' in"},
        Mistake{"site:\n  name: 'l'eau'\n", "h.yaml:2:12: not YAML: this does not fit"},
        Mistake{"site:\n  name: Toit \xe9t\xe9\n", "h.yaml:2:14: not UTF-8"},
        Mistake{"site: \xc3", "h.yaml:1:7: not UTF-8"}));

TEST(YamlFaults, TakeUtf8AndTabsThatIndentNothing)
{
    EXPECT_EQ(faultOf("\xef\xbb\xbfsite:\n  name: Toit \xc3\xa9t\xc3\xa9 \xe2\x98\x80\n"), "");
    EXPECT_EQ(faultOf("site:\n  name: |\n    a\n    \tb\n"), "");
}

TEST(YamlFaults, TakeQuotesThatAreClosed)
{
    EXPECT_EQ(faultOf("site: {name: \"Toit \xc3\xa9t\xc3\xa9 \\\"est\\\"\", id: 'l''eau'}\n"), "");
    EXPECT_EQ(faultOf("\xef\xbb\xbfsite:\n  name: \"two\n    lines\"\n"), "");
}

TEST(YamlFaults, LeaveAMessageThatTheyDoNotKnow)
{
    EXPECT_EQ(plainFault("bad YAML version: x"), "bad YAML version: x");
}

} // namespace
} // namespace historian::config
