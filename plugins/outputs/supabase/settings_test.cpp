#include "settings.h"

#include <historian/error.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

#include <algorithm>

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

TEST(Settings, RefuseAnAddressThatIsNotTheProjects)
{
    for (const char* url : {"https://ref.supabase.co/dashboard/project",
                            "https://supabase.com/dashboard/project/ref",
                            "https://ref.supabase.co/rest/v1/energy_readings",
                            "http://127.0.0.1:3000/x"})
        EXPECT_NE(complaintOf({{"url", url}}).find("no path but /rest/v1"), std::string::npos)
            << url;
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

TEST(Settings, TakeTheLoginOfAProxyAsASecretOnly)
{
    const Settings settings =
        settingsOf({{"proxy", "http://10.0.0.1:3128"}, {"proxy_login", "gate:way:word"}});
    EXPECT_EQ(settings.route.proxyLogin, "gate:way:word");
    EXPECT_EQ(std::ranges::count(settings.secrets, "way:word"), 1);
    const std::string complaint = complaintOf({{"proxy", "http://gate:canary@10.0.0.1:3128"}});
    EXPECT_NE(complaint.find("${credential:proxy-login}"), std::string::npos) << complaint;
    EXPECT_EQ(complaint.find("canary"), std::string::npos) << complaint;
}

TEST(Settings, TakeALoginForTheProxyOfTheEnvironment)
{
    EXPECT_EQ(settingsOf({{"proxy_login", "gate:way"}}).route.proxyLogin, "gate:way");
}

TEST(Settings, SayWhyTheyCanNeverWorkWithoutTheSecret)
{
    const auto faultOf = [](const TestConfig::Texts& changes) {
        const std::vector<std::string> faults = settingsOf(changes).faults;
        EXPECT_EQ(faults.size(), 1U);
        return faults.empty() ? std::string() : faults.front();
    };
    const TestConfig::Texts login = {{"email", "a@b"}, {"password", "canary-word"}};
    EXPECT_EQ(settingsOf(login).faults, std::vector<std::string>{});
    EXPECT_EQ(settingsOf({{"key", "sb_secret_abc"}}).faults, std::vector<std::string>{});
    EXPECT_EQ(settingsOf({{"key", "eyJh.eyJp.c2ln"}}).faults, std::vector<std::string>{});
    EXPECT_NE(faultOf({}).find("key: a publishable key alone may not write"), std::string::npos);
    const std::string strange = faultOf({{"key", "canary-key"}});
    EXPECT_NE(strange.find("key: the key is neither sb_publishable_"), std::string::npos);
    EXPECT_EQ(strange.find("canary"), std::string::npos);
    const std::string proxy = faultOf(
        {{"key", "sb_secret_abc"}, {"proxy", "http://p:1"}, {"proxy_login", "canary-login"}});
    EXPECT_NE(proxy.find("proxy_login: the secret must be USER:PASSWORD"), std::string::npos);
    EXPECT_EQ(proxy.find("canary"), std::string::npos);
}

TEST(Settings, NameTheirSecretsAndLeaveOutWhatIsKnownOfAKey)
{
    const Settings settings = settingsOf({{"email", "a@b"}, {"password", "correct horse"}});
    EXPECT_EQ(settings.secrets, (std::vector<std::string>{"abc", "correct horse", "", ""}));
    EXPECT_EQ(settingsOf({{"key", "sb_secret_xyz"}}).secrets.front(), "xyz");
    EXPECT_EQ(settingsOf({{"key", "a.b.c"}}).secrets.front(), "a.b.c");
}

} // namespace historian::supabase
