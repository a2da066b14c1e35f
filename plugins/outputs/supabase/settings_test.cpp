#include "settings.h"

#include <historian/error.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::supabase {

namespace {

using testing::TestConfig;

TestConfig::Texts texts(const TestConfig::Texts& changes)
{
    TestConfig::Texts all = {{"url", "https://ref.supabase.co"}, {"key", "sb_publishable_abc"}};
    for (const auto& [key, text] : changes) all[key] = text;
    return all;
}

Settings settingsOf(const TestConfig::Texts& changes)
{
    return readSettings(TestConfig(Settings::kKeys, texts(changes)));
}

std::string complaintOf(const TestConfig::Texts& changes)
{
    try {
        (void)settingsOf(changes);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST(Settings, TakeTheAddressInItsUsualForms)
{
    for (const char* url : {"https://ref.supabase.co",
                            "https://ref.supabase.co/",
                            "https://ref.supabase.co/rest/v1/"})
        EXPECT_EQ(settingsOf({{"url", url}}).url, "https://ref.supabase.co") << url;
    EXPECT_EQ(settingsOf({{"url", "http://127.0.0.1:3000"}}).url, "http://127.0.0.1:3000");
}

TEST(Settings, RefuseToSendTheKeyInTheClear)
{
    for (const char* url :
         {"http://ref.supabase.co", "ref.supabase.co", "ftp://x", "http://localhost.evil"})
        EXPECT_NE(complaintOf({{"url", url}}).find("https://"), std::string::npos) << url;
    EXPECT_NE(complaintOf({{"url", "https://user:pass@ref.supabase.co"}}), "");
}

TEST(Settings, KnowTheKindsOfKey)
{
    EXPECT_TRUE(settingsOf({{"key", "sb_secret_abc"}}).isKeyKnown);
    EXPECT_TRUE(settingsOf({{"key", "eyJh.eyJp.c2ln"}}).isKeyKnown);
    EXPECT_FALSE(settingsOf({{"key", "my-password"}}).isKeyKnown);
    EXPECT_NE(complaintOf({{"key", "sb_secret_a\nX: y"}}).find("one line"), std::string::npos);
    EXPECT_NE(complaintOf({{"key", ""}}), "");
}

TEST(Settings, WantAPasswordWithAnEmail)
{
    EXPECT_NE(complaintOf({{"email", "a@b"}}).find("password"), std::string::npos);
}

TEST(Settings, ReadTheEncodingAndTheRoute)
{
    EXPECT_EQ(settingsOf({}).encoding, Encoding::Columnar);
    EXPECT_FALSE(settingsOf({}).isEncodingFixed);
    EXPECT_EQ(settingsOf({{"encoding", "csv"}}).encoding, Encoding::Csv);
    EXPECT_TRUE(settingsOf({{"encoding", "json"}}).isEncodingFixed);
    EXPECT_EQ(settingsOf({{"proxy", "http://p:1"}}).route.proxy, "http://p:1");
    TestConfig config(Settings::kKeys, texts({}));
    config.add("resolve", "ref.supabase.co");
    EXPECT_THROW((void)readSettings(config), ConfigError);
}

TEST(Settings, TakeTheirSecretsOutOfATextWhereverTheyStand)
{
    const Settings settings = settingsOf({{"email", "a@b"}, {"password", "correct horse"}});
    EXPECT_EQ(
        withoutSecrets("bad correct horse and sb_publishable_abcsb_publishable_abc", settings),
        "bad ... and ......");
}

} // namespace historian::supabase
