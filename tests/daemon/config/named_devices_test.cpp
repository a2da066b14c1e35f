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

TEST(NamedDevices, LeaveOutWhatCannotNameADevice)
{
    EXPECT_TRUE(settingsOf("inputs: [{name: m, plugin: modbus, units: [{device: '<b>'}, 5]}]")
                    .devices.empty());
}

} // namespace
} // namespace historian::config
