#include "settings.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::serial {

using testing::FakeHost;
using testing::TestConfig;

namespace {

TestConfig configOf(TestConfig::Texts texts)
{
    texts.emplace("device", "/dev/serial/by-id/usb-x");
    return TestConfig(kKeys, texts);
}

std::string faultOf(const Config& config)
{
    FakeHost host;
    try {
        readSettings(host, config);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST(SerialSettings, NeedNothingButAPort)
{
    FakeHost host;
    const Settings settings = readSettings(host, configOf({}));
    EXPECT_EQ(settings.device, "/dev/serial/by-id/usb-x");
    EXPECT_EQ(settings.baud, speed_t{B115200});
    EXPECT_EQ(settings.format, Format::Auto);
    EXPECT_EQ(settings.lineBytesMax, 4096U);
}

TEST(SerialSettings, AreReadAsWritten)
{
    FakeHost host;
    TestConfig config = configOf({{"baud", "9600"},
                                  {"format", "csv"},
                                  {"separator", "tab"},
                                  {"checksum", "crc16"},
                                  {"ack", "OK {id}"}});
    config.add("columns", "power");
    const Settings settings = readSettings(host, config);
    EXPECT_EQ(settings.baud, speed_t{B9600});
    EXPECT_EQ(settings.format, Format::Csv);
    EXPECT_EQ(settings.separator, '\t');
    EXPECT_EQ(settings.checksum, Checksum::Crc16);
    EXPECT_EQ(settings.ack, "OK {id}");
    EXPECT_EQ(settings.columns, std::vector<std::string>{"power"});
}

TEST(SerialSettings, TakeFromTheProfileWhatTheInstanceDoesNotSay)
{
    FakeHost host;
    TestConfig profile(kPatternKeys, {{"baud", "19200"}, {"format", "pairs"}});
    profile.add("columns", "T=ambient_temp_c");
    host.addProfile("weather-station", profile);
    const Settings settings =
        readSettings(host, configOf({{"profile", "weather-station"}, {"baud", "4800"}}));
    EXPECT_EQ(settings.baud, speed_t{B4800});
    EXPECT_EQ(settings.format, Format::Pairs);
    EXPECT_EQ(settings.columns.size(), 1U);
}

TEST(SerialSettings, NameWhatIsWrongAndWhere)
{
    EXPECT_NE(faultOf(configOf({{"profile", "none"}})).find("there is no profile 'none'"),
              std::string::npos);
    EXPECT_NE(faultOf(configOf({{"device", "ttyUSB0"}})).find("device is a path"),
              std::string::npos);
    EXPECT_NE(faultOf(configOf({{"separator", ",,"}})).find("one character"), std::string::npos);
    EXPECT_NE(faultOf(configOf({{"format", "csv"}})).find("csv needs columns"), std::string::npos);
    EXPECT_NE(faultOf(configOf({{"format", "pattern"}})).find("needs patterns"), std::string::npos);
    EXPECT_NE(faultOf(configOf({{"ack", std::string(129, 'x')}})).find("128 bytes"),
              std::string::npos);
    TestConfig columns = configOf({});
    columns.add("columns", "power");
    EXPECT_NE(faultOf(columns).find("columns belong to"), std::string::npos);
    TestConfig pattern = configOf({{"format", "pattern"}});
    pattern.add("patterns", "T={");
    EXPECT_NE(faultOf(pattern).find("'T={': a { is not closed"), std::string::npos);
    TestConfig pairs = configOf({{"format", "pairs"}});
    pairs.add("columns", "power");
    EXPECT_NE(faultOf(pairs).find("a column is sent=metric"), std::string::npos);
}

TEST(SerialSettings, RefuseASpeedThatNoPortKnows)
{
    EXPECT_THROW(configOf({{"baud", "115201"}}), ConfigError);
}

} // namespace historian::serial
