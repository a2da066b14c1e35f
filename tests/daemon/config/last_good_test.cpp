#include "config/last_good.h"
#include "config_support.h"

#include <gtest/gtest.h>

namespace historian::config {
namespace {

TEST(LastGood, IsNotNeededForAGoodFile)
{
    const TempDirectory temp;
    const Loaded loaded = loadSettings(temp.write("h.yaml", "site: {id: roof}"), temp.path());
    EXPECT_TRUE(loaded.isUsable);
    EXPECT_EQ(loaded.settings.site.id, "roof");
    EXPECT_EQ(loaded.banner, "");
}

TEST(LastGood, StartsWithABannerWhenTheFileCannotBeParsed)
{
    const TempDirectory temp;
    ASSERT_TRUE(saveLastGood(temp.path(), "site: {id: before}"));
    const Loaded loaded = loadSettings(temp.write("h.yaml", "site: {id: [}"), temp.path());
    EXPECT_TRUE(loaded.isUsable);
    EXPECT_EQ(loaded.settings.site.id, "before");
    EXPECT_NE(loaded.banner.find("h.yaml:1:"), std::string::npos) << loaded.banner;
    EXPECT_EQ(loaded.text, "site: {id: before}");
}

TEST(LastGood, IsNotUsedWhenItHasAFaultItself)
{
    const TempDirectory temp;
    ASSERT_TRUE(saveLastGood(temp.path(), "sight: {}"));
    const Loaded loaded = loadSettings(temp.write("h.yaml", "a: ["), temp.path());
    EXPECT_FALSE(loaded.isUsable);
    EXPECT_EQ(loaded.problems.size(), 1U);
}

TEST(LastGood, IsMissedWhenThereIsNone)
{
    const TempDirectory temp;
    EXPECT_FALSE(loadSettings(temp.path() / "none.yaml", temp.path()).isUsable);
}

TEST(LastGood, DefaultsNeedNoFile)
{
    const TempDirectory temp;
    EXPECT_TRUE(loadSettings(std::nullopt, temp.path()).isUsable);
    EXPECT_TRUE(loadSettings(temp.write("h.yaml", ""), temp.path()).isUsable);
}

TEST(LastGood, ReplacesTheCopyAndKeepsItFromOthers)
{
    const TempDirectory temp;
    ASSERT_TRUE(saveLastGood(temp.path(), "site: {id: one}"));
    ASSERT_TRUE(saveLastGood(temp.path(), "site: {id: two}"));
    EXPECT_EQ(readConfigFile(temp.path() / "last-good.yaml"), "site: {id: two}");
    EXPECT_EQ(std::filesystem::status(temp.path() / "last-good.yaml").permissions(),
              std::filesystem::perms(0600));
    EXPECT_FALSE(saveLastGood(temp.path() / "none", "x"));
}

TEST(LastGood, CheckNamesAllProblemsOfTheFileItself)
{
    const TempDirectory temp;
    ASSERT_TRUE(saveLastGood(temp.path(), ""));
    const Loaded loaded = checkSettings(temp.write("h.yaml", "http: {prot: 1}\nsight: {}\n"));
    EXPECT_FALSE(loaded.isUsable);
    EXPECT_EQ(loaded.problems.size(), 2U);
}

} // namespace
} // namespace historian::config
