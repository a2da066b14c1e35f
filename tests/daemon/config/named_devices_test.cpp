#include "config/named_devices.h"
#include "config_support.h"

#include <gtest/gtest.h>

namespace historian::config {
namespace {

Settings settingsOf(std::string_view text)
{
    std::vector<Problem> problems;
    Settings settings = readSettings(yaml(text), problems);
    EXPECT_EQ(texts(problems), Texts{});
    return settings;
}

TEST(NamedDevices, AreThoseOfUnitsWithTheirProfiles)
{
    const Settings settings = settingsOf("inputs: [{name: m, plugin: modbus, units: [{id: 1, "
                                         "device: meter-1, profile: abb-b23}, {id: 2,"
                                         " device: meter-2}]}]");
    ASSERT_EQ(settings.devices.size(), 2U);
    EXPECT_EQ(settings.devices[0].id, "meter-1");
    EXPECT_EQ(settings.devices[0].profile, "abb-b23");
    EXPECT_EQ(settings.devices[1].profile, "");
}

TEST(NamedDevices, AreThoseOfPortsButNoPorts)
{
    const Settings settings =
        settingsOf("inputs: [{name: u, plugin: serial, device: /dev/ttyUSB0, device_id: board-1}]");
    ASSERT_EQ(settings.devices.size(), 1U);
    EXPECT_EQ(settings.devices[0].id, "board-1");
}

TEST(NamedDevices, KeepWhatDevicesSaysOfThem)
{
    const Settings settings =
        settingsOf("devices: [{id: meter-1, rated_kw: 5}]\n"
                   "inputs: [{name: m, plugin: modbus, units: [{id: 1, device: "
                   "meter-1, profile: abb-b23}]}]");
    ASSERT_EQ(settings.devices.size(), 1U);
    EXPECT_EQ(settings.devices[0].ratedKw, 5);
    EXPECT_EQ(settings.devices[0].profile, "abb-b23");
}

// `no` is false to a reader of YAML 1.1, and 1e3 is a thousand.
TEST(NamedDevices, AreRefusedWithTheirPlaceIfTheyNeedQuotesAndHaveNone)
{
    for (const std::string& id : Texts{"no", "on", "yes", "1e3", "010"}) {
        const auto inputs = [](const std::string& device) {
            return "inputs:\n  - {name: u, plugin: serial, device_id: " + device +
                   "}\n  - {name: m, plugin: modbus, units: [{id: 1, device: " + device + "}]}";
        };
        const std::string why =
            id + " without quotes is not a text to every reader of YAML; write '" + id + "'";
        const Settings bare = settingsOf(inputs(id));
        EXPECT_EQ(texts(bare.inputs[0].problems),
                  Texts{"h.yaml:2:42: inputs[u]: 'device_id': " + why});
        EXPECT_EQ(texts(bare.inputs[1].problems),
                  Texts{"h.yaml:3:55: inputs[m]: 'device': " + why});
        for (const std::string& quoted : Texts{"'" + id + "'", "\"" + id + "\""})
            for (const InstanceSettings& input : settingsOf(inputs(quoted)).inputs)
                EXPECT_EQ(texts(input.problems), Texts{});
        std::vector<Problem> problems;
        readSettings(yaml("devices:\n  - {id: " + id + "}"), problems);
        EXPECT_EQ(texts(problems), Texts{"h.yaml:2:10: 'devices': 'id': " + why});
    }
}

TEST(NamedDevices, LeaveOutWhatCannotNameADevice)
{
    EXPECT_TRUE(settingsOf("inputs: [{name: m, plugin: modbus, units: [{device: '<b>'}, 5]}]")
                    .devices.empty());
}

} // namespace
} // namespace historian::config
