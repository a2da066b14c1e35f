#include "csv.h"
#include "mapping.h"
#include "poster.h"

#include <historian/codec/time_text.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace historian::replay {
namespace {

TEST(CellsOf, CutsAtCommasOutsideQuotes)
{
    EXPECT_EQ(cellsOf("a,,\"b,c\",\"d\"\"e\"\r\n"),
              (std::vector<std::string>{"a", "", "b,c", "d\"e"}));
    EXPECT_EQ(cellsOf(""), std::vector<std::string>{""});
}

TEST(MetricOf, KnowsTheChannelsOfTheRealFiles)
{
    EXPECT_EQ(metricOf("ac_power__752"), "power");
    EXPECT_EQ(metricOf("poa_irradiance__771"), "irradiance_w_m2");
    EXPECT_EQ(metricOf("inveter_temp__784"), "inverter_temp_c");
}

TEST(MetricOf, LeavesOutTheChannelThatRepeatsAnother)
{
    EXPECT_EQ(metricOf("das_temperature__785"), "");
}

TEST(MetricOf, MakesNamesOfUnknownHeadingsWithTheUnitLast)
{
    EXPECT_EQ(metricOf("Direct Normal [W/m^2]"), "direct_normal_w_m2");
    EXPECT_EQ(metricOf("Temp CM22 (tracker) [deg C]"), "temp_cm22_tracker_c");
    EXPECT_EQ(metricOf("Avg Wind Speed @ 3m [m/s]"), "avg_wind_speed_3m_m_s");
    EXPECT_EQ(metricOf("Rel Humidity [%]"), "rel_humidity_percent");
    EXPECT_EQ(metricOf("Avg Wind Direction @ 3m [deg from N]"), "avg_wind_direction_3m_deg");
}

TEST(Mapping, KeepsTheZoneOfATimeThatHasOne)
{
    const Mapping mapping("measured_on,ac_power__752", "east", "+05:00");
    const auto row = mapping.read("2022-03-18 04:33:00-07:00,-2.7098");
    ASSERT_TRUE(row);
    EXPECT_EQ(row->json,
              R"({"device_id":"east","timestamp":"2022-03-18T04:33:00-07:00","power":-2.7098})");
    EXPECT_EQ(codec::timeText(row->time), "2022-03-18T11:33:00Z");
}

TEST(Mapping, GivesALocalTimeTheOffset)
{
    const Mapping mapping(",ac_volts__778", "west", "-07:00");
    const auto row = mapping.read("2022-01-02 00:01:00,118.3");
    EXPECT_EQ(codec::timeText(row->time), "2022-01-02T07:01:00Z");
}

TEST(Mapping, AsksForTheOffsetOfALocalTime)
{
    const Mapping mapping(",ac_volts__778", "west", "");
    EXPECT_THROW((void)mapping.read("2022-01-02 00:01:00,118.3"), ReplayError);
}

TEST(Mapping, ReadsYearDayAndMinute)
{
    const Mapping mapping("Unnamed: 0,Year,DOY,MST,Air Temperature [deg C]", "midc", "-07:00");
    const auto row = mapping.read("0,2018,291,2359,17.25");
    EXPECT_EQ(codec::timeText(row->time), "2018-10-19T06:59:00Z");
    EXPECT_NE(row->json.find(R"("air_temperature_c":17.25)"), std::string::npos);
    EXPECT_EQ(codec::timeText(mapping.read("0,2018,291,0,1")->time), "2018-10-18T07:00:00Z");
}

TEST(Mapping, MakesABrokenSensorsNumberABadValue)
{
    const Mapping mapping("timestamp,Temp CHP1 [deg C]", "midc", "Z");
    EXPECT_EQ(
        mapping.read("2018-10-18 00:00:00,-7999.0")->json,
        R"({"device_id":"midc","timestamp":"2018-10-18T00:00:00Z","temp_chp1_c":null,"q":{"temp_chp1_c":"bad_sentinel"}})");
}

TEST(Mapping, MakesAnEmptyCellNull)
{
    const Mapping mapping("timestamp,value_normalized", "inv", "");
    EXPECT_NE(mapping.read("2010-12-29 16:15:00+00:00,")->json.find("\"power_normalized\":null"),
              std::string::npos);
    EXPECT_FALSE(mapping.read(""));
}

TEST(Mapping, RefusesAFileWithoutAColumnOfTime)
{
    EXPECT_THROW(Mapping("power,current", "x", ""), ReplayError);
}

TEST(AddAnswer, AddsTheCountsOfEachAnswer)
{
    Summary summary;
    const std::string answer =
        R"({"accepted":5,"duplicates":1,"rejected":[],"rejected_total":2,"store_id":null})";
    EXPECT_TRUE(addAnswer(answer, summary));
    EXPECT_TRUE(addAnswer(answer, summary));
    EXPECT_EQ(summary.accepted, 10U);
    EXPECT_EQ(summary.rejected, 4U);
    EXPECT_FALSE(addAnswer("<html>", summary));
}

TEST(RealFiles, GiveAReadingForEveryRow)
{
    const std::filesystem::path data = HISTORIAN_SHARED_DATA;
    if (!std::filesystem::exists(data)) GTEST_SKIP() << "there is no folder of real records here";
    for (const auto& [name, rows] : {std::pair("serf_west_15min.csv", 480),
                                     std::pair("serf_east_1min_ac_power.csv", 2607),
                                     std::pair("ac_power_inv_2173.csv", 3000),
                                     std::pair("midc_20181018_1min.csv", 1440)}) {
        std::ifstream file(data / name);
        std::string line;
        std::getline(file, line);
        const Mapping mapping(line, "device", "-07:00");
        int count = 0;
        Time last{};
        while (std::getline(file, line)) {
            const auto row = mapping.read(line);
            ASSERT_TRUE(row) << name << ": " << line;
            EXPECT_GT(row->time, last) << name << ": " << line;
            last = row->time;
            ++count;
        }
        EXPECT_EQ(count, rows) << name;
    }
}

} // namespace
} // namespace historian::replay
