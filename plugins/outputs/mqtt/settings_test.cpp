#include "settings.h"

#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::mqtt {

using testing::TestConfig;

namespace {

Settings read(TestConfig::Texts texts)
{
    texts.try_emplace("broker", "mqtts://broker.example.com");
    return settingsOf(TestConfig(kKeys, texts));
}

std::string complaint(const TestConfig::Texts& texts)
{
    try {
        read(texts);
    } catch (const ConfigError& fault) {
        return fault.what();
    }
    return "";
}

} // namespace

TEST(MqttSettings, TakesThePortOfTheSchemeWhereNoneIsNamed)
{
    EXPECT_EQ(read({}).port, 8883);
    EXPECT_TRUE(read({}).isTls);
    EXPECT_EQ(read({{"broker", "mqtt://10.0.0.9/"}}).broker, "mqtt://10.0.0.9:1883");
}

TEST(MqttSettings, ReadsHostAndPort)
{
    EXPECT_EQ(read({{"broker", "mqtt://broker:1884"}}).port, 1884);
    const Settings six = read({{"broker", "mqtts://[fd00::1]:8884"}});
    EXPECT_EQ(six.host, "fd00::1");
    EXPECT_EQ(six.broker, "mqtts://[fd00::1]:8884");
}

TEST(MqttSettings, RefusesWhatIsNoBroker)
{
    for (const char* text : {"broker.example.com",
                             "http://broker",
                             "mqtt://",
                             "mqtt://:1883",
                             "mqtt://broker:0",
                             "mqtt://broker:65536",
                             "mqtt://broker:x",
                             "mqtt://a b",
                             "mqtt://user@broker",
                             "mqtt://[fd00::1",
                             "mqtt://fd00::1"})
        EXPECT_NE(complaint({{"broker", text}}).find("broker"), std::string::npos) << text;
}

TEST(MqttSettings, RefusesPrefixesThatAreNoTopic)
{
    for (const char* text : {"", "/a", "a/", "a+", "a#", "a b", "$SYS", "\xC3\xA9"})
        EXPECT_NE(complaint({{"prefix", text}}).find("prefix"), std::string::npos) << text;
    EXPECT_EQ(complaint({{"prefix", std::string(kPrefixBytesMax, 'a')}}), "");
    EXPECT_NE(complaint({{"prefix", std::string(kPrefixBytesMax + 1, 'a')}}), "");
    EXPECT_EQ(complaint({{"discovery_prefix", ""}}), "");
}

TEST(MqttSettings, RefusesHalfOfWhatGoesTogether)
{
    EXPECT_NE(complaint({{"password", "p"}}).find("needs a username"), std::string::npos);
    EXPECT_NE(complaint({{"certificate", "/c"}}).find("go together"), std::string::npos);
    EXPECT_NE(complaint({{"key", "/k"}}).find("go together"), std::string::npos);
    EXPECT_NE(complaint({{"broker", "mqtt://b"}, {"ca_file", "/ca"}}).find("is for mqtts"),
              std::string::npos);
}

} // namespace historian::mqtt
