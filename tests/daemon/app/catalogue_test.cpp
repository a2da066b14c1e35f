#include "app/catalogue.h"
#include "app/check.h"
#include "app/process/layout.h"
#include "app_support.h"

#include <gtest/gtest.h>

namespace historian::app {
namespace {

const Layout kBuilt = layoutOf(std::filesystem::path(APP_TEST_PREFIX) / "bin/historiand");

TEST(Catalogue, GivesASampleOfEachPluginThatPassesTheCheck)
{
    const host::PluginShelf shelf(kBuilt.pluginDirectories);
    const TempDirectory temp;
    for (const auto* plugin : {"http", "sqlite"}) {
        const Result<std::string> sample = sampleOf(shelf, plugin);
        ASSERT_TRUE(sample);
        EXPECT_EQ(checkConfiguration(temp.write("h.yaml", *sample), kBuilt).problems,
                  std::vector<std::string>{})
            << *sample;
    }
}

TEST(Catalogue, ListsThePluginsThereAreForAnUnknownName)
{
    const Result<std::string> sample =
        sampleOf(host::PluginShelf(kBuilt.pluginDirectories), "htpp");
    ASSERT_FALSE(sample);
    EXPECT_NE(sample.error().message.find("http"), std::string::npos);
}

TEST(Catalogue, NamesVersionsOfProgramLibrariesAndPlugins)
{
    const std::string text = versionText(host::PluginShelf(kBuilt.pluginDirectories));
    for (const auto* word : {"historiand ",
                             "historian_abi_",
                             "POCO ",
                             "SQLite 3.",
                             "OpenSSL ",
                             "yaml-cpp ",
                             "input-http ",
                             "output-sqlite "})
        EXPECT_NE(text.find(word), std::string::npos) << word << " in " << text;
}

} // namespace
} // namespace historian::app
