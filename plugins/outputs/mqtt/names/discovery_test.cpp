#include "names/discovery.h"

#include <gtest/gtest.h>

namespace historian::mqtt {

namespace {

const Discovery& discovery()
{
    static const Discovery instance("homeassistant", "site-001", Topics("historian", "site-001"));
    return instance;
}

} // namespace

TEST(Discovery, TellsOfACorrectedCounterAsEnergyThatOnlyGrows)
{
    const auto message = discovery().total("meter.1", "energy_export_kwh", "kWh");
    ASSERT_TRUE(message);
    EXPECT_TRUE(message->isRetained);
    EXPECT_EQ(message->topic,
              "homeassistant/sensor/historian_site-001_meter_2e1/energy_export_kwh/config");
    EXPECT_EQ(message->payload,
              R"({"name":"energy export kwh",)"
              R"("unique_id":"historian_site-001_meter_2e1_energy_export_kwh",)"
              R"("state_topic":"historian/site-001/meter.1/energy_export_kwh/total",)"
              R"("value_template":"{{ value_json.total }}","unit_of_measurement":"kWh",)"
              R"("device_class":"energy","state_class":"total_increasing",)"
              R"("availability_topic":"historian/site-001/status",)"
              R"("device":{"identifiers":["historian_site-001_meter_2e1"],"name":"meter.1"},)"
              R"("origin":{"name":"Historian"}})");
}

TEST(Discovery, GivesACounterOfAnotherUnitNoDeviceClass)
{
    const auto message = discovery().total("m", "pulses", "");
    ASSERT_TRUE(message);
    EXPECT_EQ(message->payload.find("device_class"), std::string::npos);
    EXPECT_EQ(message->payload.find("unit_of_measurement"), std::string::npos);
}

TEST(Discovery, TellsOfGaugesWithAUnitThatHomeAssistantKnows)
{
    const auto message =
        discovery().gauge("m", "irradiance_w_m2", {"W/m²", SeriesKind::Gauge, Origin::Measured});
    ASSERT_TRUE(message);
    EXPECT_NE(message->payload.find(R"("device_class":"irradiance","state_class":"measurement")"),
              std::string::npos);
    EXPECT_NE(message->payload.find(R"("state_topic":"historian/site-001/m/latest")"),
              std::string::npos);
}

TEST(Discovery, LeavesOutWhatHomeAssistantHasNoClassFor)
{
    EXPECT_FALSE(discovery().gauge("m", "power_factor", {"", SeriesKind::Gauge, Origin::Measured}));
    EXPECT_FALSE(discovery().gauge("m", "energy", {"kWh", SeriesKind::Counter, Origin::Measured}));
    EXPECT_FALSE(discovery().gauge("m", "mode", {"W", SeriesKind::State, Origin::Measured}));
}

TEST(Discovery, SaysNothingWithoutAPrefix)
{
    const Discovery silent("", "s", Topics("historian", "s"));
    EXPECT_FALSE(silent.total("m", "energy_kwh", "kWh"));
    EXPECT_FALSE(silent.gauge("m", "power", {"W", SeriesKind::Gauge, Origin::Measured}));
}

TEST(Discovery, EscapesNamesWithoutMixingThem)
{
    EXPECT_EQ(escaped("ESP32-001"), "ESP32-001");
    EXPECT_EQ(escaped("a.b"), "a_2eb");
    EXPECT_EQ(escaped("a:b"), "a_3ab");
    EXPECT_EQ(escaped("m@10.0.0.1"), "m_4010_2e0_2e0_2e1");
}

} // namespace historian::mqtt
