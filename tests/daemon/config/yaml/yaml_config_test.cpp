#include "../config_support.h"

#include <historian/error.h>

#include <gtest/gtest.h>

namespace historian::config {
namespace {

TEST(Yaml, KeepsThePlaceOfEveryKeyAndValue)
{
    const Node root = yaml("site:\n  id: roof\nlist: [a, b]\n");
    ASSERT_EQ(root.entries.size(), 2U);
    EXPECT_EQ(root.entries[0].value.entries[0].place.text(), "h.yaml:2:3");
    EXPECT_EQ(root.entries[0].value.entries[0].value.place.text(), "h.yaml:2:7");
    EXPECT_EQ(root.find("list")->items[1].scalar, "b");
}

TEST(Yaml, TakesAnEmptyFileAsNothing)
{
    EXPECT_EQ(yaml("").kind, Node::Kind::Null);
    EXPECT_EQ(yaml("# only a comment\n").kind, Node::Kind::Null);
}

TEST(Yaml, TellsAnEmptyValueFromAQuotedWord)
{
    EXPECT_EQ(yaml("a:").find("a")->kind, Node::Kind::Null);
    EXPECT_EQ(yaml("a: null").find("a")->kind, Node::Kind::Null);
    EXPECT_EQ(yaml("a: \"null\"").find("a")->scalar, "null");
}

TEST(Yaml, SaysWhereAFileIsNotYaml)
{
    EXPECT_TRUE(faultOf("site: {id: x\nhttp: [").starts_with("h.yaml:")) << faultOf("site: {");
    EXPECT_NE(faultOf("a: [").find("not YAML"), std::string::npos);
}

TEST(Yaml, RefusesAliasesAnchorsAndKeysWrittenTwice)
{
    EXPECT_NE(faultOf("a: &x 1\nb: *x\n").find("anchors"), std::string::npos);
    EXPECT_NE(faultOf("a: 1\na: 2\n").find("h.yaml:2:1: key 'a' is written twice"),
              std::string::npos);
    EXPECT_NE(faultOf("? [a]\n: 1\n").find("a key must be a text"), std::string::npos);
    EXPECT_NE(faultOf("a: 1\n---\nb: 2\n").find("second document"), std::string::npos);
}

TEST(Yaml, RefusesWhatIsNestedTooDeep)
{
    const auto nested = [](std::size_t depth) {
        return "a: " + std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_EQ(faultOf(nested(kNestingMax - 1)), "");
    EXPECT_NE(faultOf(nested(kNestingMax)).find("nested deeper than 16"), std::string::npos);
    EXPECT_NE(faultOf(nested(100'000)), "");
}

TEST(Yaml, RefusesTooManyValues)
{
    std::string text = "a:\n";
    for (std::size_t i = 0; i < kNodesMax; ++i) text += "- 1\n";
    EXPECT_NE(faultOf(text).find("more than 20000 values"), std::string::npos);
}

TEST(Yaml, RefusesAFileThatIsTooLargeOrNotThere)
{
    const TempDirectory temp;
    const auto large = temp.write("large.yaml", std::string(kFileBytesMax + 1, '#'));
    EXPECT_THROW(readConfigFile(large), ConfigError);
    EXPECT_THROW(readConfigFile(temp.path() / "none.yaml"), ConfigError);
    EXPECT_EQ(readConfigFile(temp.write("fits.yaml", std::string(kFileBytesMax, '#'))).size(),
              kFileBytesMax);
}

TEST(Yaml, AnswersAnyMutatedFileWithAPlaceOrAValue)
{
    const std::string good = "site: {id: a, name: \"b\"}\ninputs:\n  - {name: x, plugin: http}\n";
    for (std::size_t i = 0; i < good.size(); ++i)
        for (const char other : {'{', ']', ':', '"', '\t', '&', '*', '\0', '-', '\x80'}) {
            std::string text = good;
            text[i] = other;
            const std::string fault = faultOf(text);
            EXPECT_TRUE(fault.empty() || fault.starts_with("h.yaml:")) << fault;
        }
}

} // namespace
} // namespace historian::config
