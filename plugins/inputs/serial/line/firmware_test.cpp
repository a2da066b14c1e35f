#include "line/firmware.h"

#include <gtest/gtest.h>

namespace historian::serial {

namespace {

const FirmwareLines kFirmware;

Fields valuesOf(std::string_view line)
{
    const auto read = kFirmware.read(line);
    const auto* fields = read ? std::get_if<Fields>(&*read) : nullptr;
    return fields == nullptr ? Fields{} : *fields;
}

std::optional<Remark> remarkOf(std::string_view line)
{
    const auto read = kFirmware.read(line);
    const auto* remark = read ? std::get_if<Remark>(&*read) : nullptr;
    return remark == nullptr ? std::nullopt : std::optional(*remark);
}

} // namespace

TEST(Firmware, PrintsItsMeasurementsInEachRound)
{
    EXPECT_EQ(valuesOf("Raw: 2.512A, Corrected: 2.500A, Power: 550.0W"),
              (Fields{{"current_raw_a", "2.512"}, {"current", "2.500"}, {"power", "550.0"}}));
    EXPECT_EQ(valuesOf("Raw: nanA, Corrected: nanA, Power: nanW")[2].second, "nan");
}

TEST(Firmware, PrintsItsCounterWhereverItCan)
{
    EXPECT_EQ(valuesOf("Modbus registers updated - Power: 550.00W, Energy: 1.234kWh"),
              (Fields{{"power", "550.00"}, {"total_energy_kwh", "1.234"}}));
    EXPECT_EQ(valuesOf("Total Energy: 1.234 kWh"), (Fields{{"total_energy_kwh", "1.234"}}));
    EXPECT_EQ(valuesOf("Real Current: 2.50A"), (Fields{{"current", "2.50"}}));
    EXPECT_EQ(valuesOf("Real Power: 550.00W"), (Fields{{"power", "550.00"}}));
    EXPECT_EQ(valuesOf("Simulated Irradiance: 850.00 W/m\xC2\xB2"),
              (Fields{{"irradiance_w_m2", "850.00"}}));
}

TEST(Firmware, SaysThatItWasReset)
{
    const std::string_view line = "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)";
    EXPECT_EQ(remarkOf(line), Remark::Restart);
    EXPECT_EQ(resetReason(line), "POWERON_RESET");
    EXPECT_EQ(resetReason("rst:0x1"), "");
    EXPECT_EQ(remarkOf("WiFi Disconnected"), Remark::WifiLost);
}

TEST(Firmware, HasChatterOfItsOwnAndNothingElseIsIts)
{
    for (const std::string_view line :
         {".....", ".", "Backend HTTP Response: 200", "mode:DIO, clock div:1"})
        EXPECT_EQ(remarkOf(line), Remark::Chatter) << line;
    for (const std::string_view line : {"", "Raw: 2.5", "hello", "Real Power: 550.00W and more"})
        EXPECT_FALSE(kFirmware.read(line)) << line;
}

TEST(Firmware, PutsItsObjectAfterSomeWords)
{
    EXPECT_EQ(objectIn("Sending to backend: {\"a\":1}"), "{\"a\":1}");
    EXPECT_FALSE(objectIn("Sending to backend: {\"a\":1"));
    EXPECT_FALSE(objectIn("}"));
}

} // namespace historian::serial
