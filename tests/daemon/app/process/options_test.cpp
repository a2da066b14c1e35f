#include "app/process/options.h"

#include <gtest/gtest.h>

#include <vector>

namespace historian::app {
namespace {

Options read(std::vector<std::string> words)
{
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    return readOptions(arguments);
}

TEST(Options, AreAllOff)
{
    const Options options = read({});
    EXPECT_FALSE(options.config || options.data || options.port);
    EXPECT_FALSE(options.isCheck || options.isDemo || options.wantsVersion || options.wantsHelp);
    EXPECT_EQ(options.samplePlugin, "");
}

TEST(Options, AreReadInBothForms)
{
    const Options options =
        read({"--config", "/etc/h.yaml", "--data=/srv", "--port", "0", "--demo"});
    EXPECT_EQ(options.config, "/etc/h.yaml");
    EXPECT_EQ(options.data, "/srv");
    EXPECT_EQ(options.port, 0);
    EXPECT_TRUE(options.isDemo);
    EXPECT_TRUE(read({"--check"}).isCheck);
    EXPECT_TRUE(read({"--version"}).wantsVersion);
    EXPECT_EQ(read({"--sample", "http"}).samplePlugin, "http");
}

TEST(Options, RefuseWhatIsWrong)
{
    const std::vector<std::vector<std::string>> wrong{{"--frobnicate"},
                                                      {"--port"},
                                                      {"--port", "x"},
                                                      {"--port", "65536"},
                                                      {"--port", "-1"},
                                                      {"--config"},
                                                      {"file.yaml"},
                                                      {"--check=5"}};
    for (const auto& words : wrong) EXPECT_THROW(read(words), UsageError) << words.front();
}

TEST(Options, SayInOneLineWhatIsWrong)
{
    const auto faultOf = [](const std::vector<std::string>& words) -> std::string {
        try {
            read(words);
        } catch (const UsageError& fault) {
            return fault.what();
        }
        return "";
    };
    EXPECT_EQ(faultOf({"--prot", "1"}), "unknown option --prot");
    EXPECT_EQ(faultOf({"--port"}), "--port needs a value");
    EXPECT_EQ(faultOf({"--check=5"}), "--check=5 takes no value");
}

TEST(Options, AreAllInTheHelp)
{
    const std::string text = usageText();
    for (const auto* name :
         {"config", "data", "port", "check", "sample", "demo", "version", "help"})
        EXPECT_NE(text.find(std::string("--") + name), std::string::npos) << name;
}

} // namespace
} // namespace historian::app
