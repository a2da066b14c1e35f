#include "keys.h"
#include "settings.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using historian::testing::FakeHost;
using historian::testing::TestConfig;
using Texts = TestConfig::Texts;

struct Site {
    explicit Site(const Texts& texts = {{"connection", "tcp://127.0.0.1"}}) : config(kKeys, texts)
    {
    }

    TestConfig& unit(const Texts& texts = {{"id", "1"}, {"device", "meter-1"}})
    {
        return config.addMap("units", texts);
    }

    /// A unit with a register, and a connection of its own unless that is empty.
    void meter(const std::string& device, const std::string& connection = {})
    {
        Texts texts{{"id", "1"}, {"device", device}};
        if (!connection.empty()) texts["connection"] = connection;
        unit(texts).addMap("registers", {{"metric", "power_w"}, {"address", "1"}});
    }

    std::vector<LineSettings> read() { return readSettings(host, config); }

    std::string fault()
    {
        try {
            readSettings(host, config);
        } catch (const ConfigError& error) {
            return error.what();
        }
        return {};
    }

    FakeHost host;
    TestConfig config;
};

std::string faultOfRegister(const Texts& texts)
{
    Site site;
    site.unit().addMap("registers", texts);
    return site.fault();
}

} // namespace

TEST(Settings, TakeTheIntervalOfTheUnitElseOfTheConnection)
{
    Site site(Texts{{"connection", "tcp://127.0.0.1"}, {"interval", "5s"}});
    site.unit().addMap("registers", {{"metric", "power_w"}, {"address", "0x0034"}});
    site.unit({{"id", "2"}, {"device", "meter-2"}, {"interval", "1min"}})
        .addMap("registers", {{"metric", "power_w"}, {"address", "7"}});
    const auto units = site.read()[0].units;
    EXPECT_EQ(units[0].interval, std::chrono::seconds(5));
    EXPECT_EQ(units[1].interval, std::chrono::minutes(1));
    EXPECT_EQ(units[0].items[0].address, 0x34);
}

TEST(Settings, TakeWhatTheProfileSaysAndTheUnitsOwnRegisters)
{
    Site site;
    TestConfig profile(kProfileKeys,
                       {{"order", "little_words"},
                        {"timeout", "5s"},
                        {"interval_min", "10s"},
                        {"gap_max", "0"},
                        {"request_registers_max", "64"},
                        {"connect_delay", "2s"},
                        {"request_gap", "50ms"}});
    profile.addMap("sunspec", {{"base", "50000"}});
    profile.addMap("registers", {{"metric", "power_w"}, {"address", "1"}, {"type", "s32"}});
    site.host.addProfile("inverter", profile);
    site.unit({{"id", "3"}, {"device", "inv"}, {"profile", "inverter"}})
        .addMap("registers", {{"metric", "extra"}, {"table", "coil"}, {"address", "2"}});
    const UnitSettings unit = site.read()[0].units[0];
    EXPECT_EQ(unit.manners.timeout, std::chrono::seconds(5));
    EXPECT_EQ(unit.manners.requestGap, std::chrono::milliseconds(50));
    EXPECT_EQ(unit.interval, std::chrono::seconds(10));
    EXPECT_EQ(unit.limits.registersMax, 64U);
    EXPECT_EQ(unit.base, 50000);
    ASSERT_EQ(unit.items.size(), 2U);
    EXPECT_EQ(unit.items[0].order, Order::LittleWords);
    EXPECT_EQ(unit.items[1].type, Type::Bit);
}

TEST(Settings, LetTheSitesTimeoutWin)
{
    Site site(Texts{{"connection", "tcp://127.0.0.1"}, {"timeout", "300ms"}});
    TestConfig profile(kProfileKeys, {{"timeout", "5s"}});
    profile.addMap("registers", {{"metric", "power_w"}, {"address", "1"}});
    site.host.addProfile("inverter", profile);
    site.unit({{"id", "3"}, {"device", "inv"}, {"profile", "inverter"}});
    EXPECT_EQ(site.read()[0].units[0].manners.timeout, std::chrono::milliseconds(300));
}

TEST(Settings, RefuseARegisterWithItsPlaceAndTheReason)
{
    const std::pair<Texts, const char*> wrong[] = {
        {{{"metric", "Power"}, {"address", "1"}}, "metric"},
        {{{"metric", "a"}, {"address", "010"}}, "leading zeros"},
        {{{"metric", "a"}, {"address", "65536"}}, "65535"},
        {{{"metric", "a"}, {"address", "65535"}, {"type", "u32"}}, "beyond 65535"},
        {{{"metric", "a"}, {"address", "1"}, {"table", "coil"}, {"type", "u16"}}, "is a bit"},
        {{{"metric", "a"}, {"address", "1"}, {"table", "coil"}, {"bit", "2"}}, "need a register"},
        {{{"metric", "a"}, {"address", "1"}, {"scale_register", "200"}}, "too far away"},
        {{{"metric", "a"}, {"address", "1"}, {"type", "bits"}, {"bit", "15"}, {"length", "2"}},
         "beyond the 16"},
        {{{"metric", "a"}, {"address", "1"}, {"type", "bits32"}, {"bit", "31"}, {"length", "2"}},
         "beyond the 32"},
        {{{"metric", "a"}, {"address", "1"}, {"type", "bit"}, {"bit", "16"}}, "bits 0 to 15"},
        {{{"metric", "a"}, {"address", "1"}, {"scale", "0"}}, "leaves nothing"},
        {{{"metric", "a"}, {"address", "1"}, {"sentinel", "none"}}, "'none' is no whole number"},
        {{{"metric", "a"}, {"address", "1"}, {"labels", "on"}}, "4=mppt"},
        {{{"metric", "a"}, {"address", "1"}, {"models", "0"}}, "1 to 65534"}};
    for (const auto& [texts, why] : wrong) {
        const std::string fault = faultOfRegister(texts);
        EXPECT_NE(fault.find(why), std::string::npos) << "'" << fault << "' lacks " << why;
    }
}

TEST(Settings, RefuseWhatCannotBeMeant)
{
    Site noUnits;
    EXPECT_NE(noUnits.fault().find("no unit"), std::string::npos);
    Site nothing;
    nothing.unit();
    EXPECT_NE(nothing.fault().find("nothing to read"), std::string::npos);
    Site unknown;
    unknown.unit({{"id", "1"}, {"device", "m"}, {"profile", "sdm"}});
    EXPECT_NE(unknown.fault().find("there is no profile 'sdm'"), std::string::npos);
    Site address(Texts{{"connection", "10.0.0.5"}});
    address.meter("meter-1");
    EXPECT_NE(address.fault().find("begins with none of"), std::string::npos);
    Site everybody(Texts{{"connection", "rtu:///dev/ttyUSB0"}});
    everybody.unit({{"id", "0"}, {"device", "meter-1"}})
        .addMap("registers", {{"metric", "power_w"}, {"address", "7"}});
    EXPECT_NE(everybody.fault().find("unit 0 is everybody"), std::string::npos);
    Site noCa(Texts{{"connection", "tls://plc"}});
    noCa.meter("meter-1");
    EXPECT_NE(noCa.fault().find("vouches"), std::string::npos);
}

TEST(Settings, RefuseADeviceOrMetricThatIsThereTwice)
{
    Site devices;
    for (int i = 0; i < 2; ++i)
        devices.unit().addMap("registers", {{"metric", "power_w"}, {"address", "1"}});
    EXPECT_NE(devices.fault().find("'meter-1' is there twice"), std::string::npos);
    Site metrics;
    TestConfig& unit = metrics.unit();
    for (int i = 0; i < 2; ++i) unit.addMap("registers", {{"metric", "power_w"}, {"address", "1"}});
    EXPECT_NE(metrics.fault().find("'power_w' is there twice"), std::string::npos);
}

TEST(Settings, TakeTheConnectionOfTheUnitElseOfTheInstance)
{
    Site site;
    site.meter("own-1", "tcp://10.0.0.6");
    site.meter("shared-1");
    site.meter("own-2", "tcp://10.0.0.6");
    site.meter("shared-2");
    const auto lines = site.read();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].connection.endpoint.host, "10.0.0.6");
    EXPECT_EQ(lines[0].units[1].deviceName, "own-2");
    EXPECT_EQ(lines[1].connection.endpoint.host, "127.0.0.1");
    EXPECT_EQ(lines[1].units[1].deviceName, "shared-2");
}

TEST(Settings, RefuseAUnitWithoutAConnection)
{
    Site site{Texts{}};
    site.meter("meter-1", "tcp://10.0.0.6");
    site.meter("meter-2");
    EXPECT_NE(site.fault().find("neither here nor for all units"), std::string::npos);
}

TEST(Settings, GiveTheFilesOfTlsToThoseConnectionsThatNeedThem)
{
    Site site;
    site.meter("plain");
    site.meter("secure", "tls://plc");
    const std::string file = PLUGIN_DIR "/README.md"; // any that is there
    site.config.addMap("tls", {{"ca", file}});
    const auto lines = site.read();
    EXPECT_EQ(lines[0].tls.ca, "");
    EXPECT_EQ(lines[1].tls.ca, file);
}

TEST(Settings, RefuseMoreUnitsThanABusOrAnInstanceCanHave)
{
    Site bus;
    for (int i = 0; i < 248; ++i) bus.meter("m" + std::to_string(i));
    EXPECT_NE(bus.fault().find("more than 247 units on one connection"), std::string::npos);
    Site instance;
    for (int i = 0; i < 1001; ++i)
        instance.meter("m" + std::to_string(i), "tcp://10.0.0." + std::to_string(i % 200));
    EXPECT_NE(instance.fault().find("more than 1000 units"), std::string::npos);
}

TEST(Settings, TakeTwoSpellingsOfOneConnectionForOne)
{
    Site site;
    site.meter("a", "tcp://10.0.0.5");
    site.meter("b", "tcp://10.0.0.5:502/");
    site.meter("c", "rtu:///dev/ttyUSB0");
    site.meter("d", "rtu:///dev/ttyUSB0?baud=9600&format=8N1");
    EXPECT_EQ(site.read().size(), 2U);
}

TEST(Settings, RefuseOneLineInTwoWays)
{
    Site speeds;
    speeds.meter("a", "rtu:///dev/ttyUSB0");
    speeds.meter("b", "rtu:///dev/ttyUSB0?baud=19200");
    EXPECT_EQ(speeds.fault(),
              "test.yaml:connection: 'rtu:///dev/ttyUSB0' is the same line, asked in another way");
    Site frames;
    frames.meter("a", "tcp://10.0.0.5:4196");
    frames.meter("b", "rtutcp://10.0.0.5:4196");
    EXPECT_NE(frames.fault().find("asked in another way"), std::string::npos) << frames.fault();
}

TEST(Settings, RefuseTheSameUnitWithTheSameProfileTwiceForItsEnergyWouldCountTwice)
{
    Site site;
    TestConfig profile(kProfileKeys, {});
    profile.addMap("registers", {{"metric", "power_w"}, {"address", "1"}});
    site.host.addProfile("abb", profile);
    site.unit({{"id", "1"}, {"device", "a"}, {"profile", "abb"}});
    site.unit({{"id", "1"}, {"device", "b"}, {"profile", "abb"}});
    EXPECT_NE(site.fault().find("'a' is this unit with this profile already"), std::string::npos)
        << site.fault();
}

} // namespace historian::modbus
