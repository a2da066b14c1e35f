#include <historian/codec/reading_json.h>
#include <historian/codec/time_text.h>
#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

#include <random>

namespace historian::codec {

namespace {

// What the firmware in the field sends.
constexpr std::string_view kFieldBody =
    R"({"device_id":"ESP32-001","timestamp":"2025-01-20T0:2:5.000Z","current":2.500,"voltage":220.00,)"
    R"("power":550.0,"ac_power_kw":0.550,"total_energy_kwh":1.235,"grid_frequency_hz":49.97,)"
    R"("power_factor":0.952,"ambient_temp_c":25.5,"irradiance_w_m2": 0,"system_status":1,"efficiency":0.960})";

class ReadingReaderTest : public ::testing::Test {
protected:
    ParsedReadings read(std::string_view document) { return reader.read(document, {}, batch); }

    const Value* value(std::size_t reading, std::string_view metric)
    {
        for (const Value& one : batch.values(batch[reading]))
            if (host.name(one.metric()) == metric) return &one;
        return nullptr;
    }

    testing::FakeHost host;
    ReadingReader reader{host};
    Batch batch;
};

} // namespace

TEST_F(ReadingReaderTest, GivesTheDeviceOfTheDefaultsToReadingsThatNameNone)
{
    ReadingDefaults defaults;
    defaults.device = "meter-1";
    const auto result =
        reader.read(R"([{"power":1},{"device_id":"m2","power":2}])", defaults, batch);
    EXPECT_TRUE(result.faults.empty());
    EXPECT_EQ(host.name(batch[0].device), "meter-1");
    EXPECT_EQ(host.name(batch[1].device), "m2");
}

TEST_F(ReadingReaderTest, ReadsWhatTheFieldFirmwareSends)
{
    const auto result = read(kFieldBody);
    EXPECT_TRUE(result.faults.empty());
    ASSERT_EQ(batch.size(), 1U);
    EXPECT_EQ(host.name(batch[0].device), "ESP32-001");
    EXPECT_EQ(batch.text(batch[0].sentTime), "2025-01-20T0:2:5.000Z");
    EXPECT_FALSE(batch[0].hasSentTime);
    EXPECT_EQ(batch[0].valueCount, 11U);
    EXPECT_EQ(value(0, "voltage")->asDouble(), 220.0);
    EXPECT_EQ(value(0, "irradiance_w_m2")->asInt64(), 0);
}

TEST_F(ReadingReaderTest, TakesBareNanAsAValueWithAReason)
{
    const auto result =
        read(R"({"device_id":"a","current":nan,"power":-inf,"x":Infinity,"name":"nan \" nan"})");
    EXPECT_TRUE(result.isTolerated);
    for (const char* metric : {"current", "power", "x"}) {
        EXPECT_EQ(value(0, metric)->type(), ValueType::None) << metric;
        EXPECT_EQ(value(0, metric)->quality(), Quality::BadNotANumber) << metric;
    }
    EXPECT_EQ(batch.text(value(0, "name")->asText()), "nan \" nan");
}

TEST_F(ReadingReaderTest, TakesNumbersBeyondItsOwnBesideGoodReadings)
{
    const auto result = read(
        R"([{"device_id":"a","p":1},{"device_id":"a","p":1e400,"n":123456789012345678901,"t":1e-400,"i":9223372036854775807,"note":"1e400"}])");
    EXPECT_TRUE(result.faults.empty());
    ASSERT_EQ(batch.size(), 2U);
    EXPECT_EQ(value(1, "p")->quality(), Quality::BadNotANumber);
    EXPECT_EQ(value(1, "n")->asDouble(), 123456789012345678901.0);
    EXPECT_EQ(value(1, "t")->asDouble(), 0.0);
    EXPECT_EQ(value(1, "i")->asInt64(), 9'223'372'036'854'775'807);
    EXPECT_EQ(batch.text(value(1, "note")->asText()), "1e400");
}

TEST_F(ReadingReaderTest, TakesQualitiesFromTheirOwnKey)
{
    read(
        R"({"device_id":"a","p":1,"n":null,"q":{"p":"uncertain_estimated","n":"bad_comm","x":"bad_nan","p2":"odd"}})");
    EXPECT_EQ(value(0, "p")->quality(), Quality::UncertainEstimated);
    EXPECT_EQ(value(0, "n")->quality(), Quality::BadCommunication);
    EXPECT_EQ(batch[0].valueCount, 2U);
}

TEST_F(ReadingReaderTest, TakesAnImportsKeysWithoutMakingThemMetrics)
{
    EXPECT_TRUE(
        read(
            R"({"device_id":"a","id":"m-1","received":"2025-01-20T10:30:00Z","flags":["late"],"store_id":"s","seq":7,"p":1})")
            .faults.empty());
    EXPECT_EQ(batch.text(batch[0].messageId), "m-1");
    EXPECT_EQ(batch[0].valueCount, 1U);
}

TEST_F(ReadingReaderTest, ReadsADocumentOfAsManyReadingsAsItPromises)
{
    std::string document = "[";
    for (std::size_t i = 0; i < kReadingsMax; ++i) document += R"({"device_id":"a","p":1},)";
    const auto full = read(document + "{\"device_id\":\"a\",\"p\":1}]");
    EXPECT_EQ(batch.size(), kReadingsMax);
    ASSERT_EQ(full.faults.size(), 1U);
    EXPECT_EQ(full.faults[0].code, "too_large");
    batch.clear();
    document.back() = ']';
    EXPECT_TRUE(read(document).faults.empty());
}

TEST_F(ReadingReaderTest, ToleratesMarksBeforeAndBlanksAfter)
{
    const std::string document =
        "\xEF\xBB\xBF{\"device_id\":\"a\",\"power\":1} \r\n" + std::string(2, '\0');
    EXPECT_TRUE(read(document).faults.empty());
    EXPECT_EQ(batch.size(), 1U);
}

TEST_F(ReadingReaderTest, TakesNumbersInTextsAndKeepsTheLastOfAKey)
{
    read(
        R"({"device_id":"a","power":"2.5","current":"nan","power":"3.5","state":"on","none":null,"empty":""})");
    EXPECT_EQ(value(0, "power")->asDouble(), 3.5);
    EXPECT_EQ(value(0, "current")->quality(), Quality::BadNotANumber);
    EXPECT_EQ(batch.text(value(0, "state")->asText()), "on");
    EXPECT_EQ(value(0, "none")->quality(), Quality::BadNoValue);
    EXPECT_EQ(value(0, "empty")->quality(), Quality::BadNoValue);
    EXPECT_EQ(batch[0].valueCount, 5U);
}

TEST_F(ReadingReaderTest, UnderstandsTimesWithAZoneAndEpochs)
{
    read(
        R"([{"device_id":"a","timestamp":"2025-01-20T10:30:00Z","p":1},{"device_id":"a","timestamp":1737369000,"p":2}])");
    ASSERT_EQ(batch.size(), 2U);
    for (const Reading& reading : batch.readings()) {
        EXPECT_TRUE(reading.hasSentTime);
        EXPECT_EQ(reading.time, *parseTime("2025-01-20T10:30:00Z"));
    }
    EXPECT_EQ(batch.text(batch[1].sentTime), "1737369000");
}

TEST_F(ReadingReaderTest, DatesUptimeBatchesByTheirAge)
{
    const auto result = read(
        R"({"device_id":"a","boot_id":"b7","uptime_ms":5000,"readings":[{"seq":1,"uptime_ms":3000,"p":1},{"seq":2,"uptime_ms":5000,"p":2},{"seq":3,"uptime_ms":6000,"p":3}]})");
    ASSERT_EQ(batch.size(), 2U);
    EXPECT_EQ(batch[0].clock, ClockPolicy::Age);
    EXPECT_EQ(batch[0].age, std::chrono::seconds(2));
    EXPECT_EQ(batch.text(batch[1].messageId), "b7/2");
    ASSERT_EQ(result.faults.size(), 1U);
    EXPECT_EQ(result.faults[0].index, 2U);
    EXPECT_EQ(result.faults[0].field, "uptime_ms");
}

TEST_F(ReadingReaderTest, KeepsGoodReadingsBesideFaultyOnes)
{
    const auto result = read(
        R"([{"device_id":"a","p":1},{"p":2},{"device_id":"<b>","p":3},7,{"device_id":"c"},{"device_id":"d","p":{"x":1}},{"device_id":"e","Bad":1,"p":5}])");
    EXPECT_EQ(result.indices, (std::vector<std::size_t>{0, 6}));
    ASSERT_EQ(result.faults.size(), 6U);
    const char* codes[] = {
        "missing_field", "bad_device_id", "bad_json", "missing_field", "bad_value", "bad_metric"};
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(result.faults[i].code, codes[i]) << i;
    EXPECT_EQ(batch.size(), 2U);
}

TEST_F(ReadingReaderTest, RefusesADeviceThatTheHostRefuses)
{
    host.refuseDevice("a");
    EXPECT_EQ(read(R"({"device_id":"a","p":1})").faults.front().field, "device_id");
    EXPECT_TRUE(batch.isEmpty());
}

TEST_F(ReadingReaderTest, SaysThatADocumentIsNone)
{
    for (const char* bad :
         {"", "{", "null", "7", "[1", "{\"a\":01}", "{\"device_id\":\"a\",\"p\":1}x", "\xff"}) {
        const auto result = read(bad);
        EXPECT_FALSE(result.isReadable) << bad;
        EXPECT_EQ(result.faults.front().code, "bad_json") << bad;
    }
    EXPECT_TRUE(batch.isEmpty());
}

TEST_F(ReadingReaderTest, HoldsItsLimits)
{
    std::string fields = R"({"device_id":"a")";
    for (std::size_t i = 1; i < kFieldsMax; ++i) fields += ",\"m" + std::to_string(i) + "\":1";
    EXPECT_TRUE(read(fields + "}").faults.empty());
    EXPECT_EQ(read(fields + ",\"more\":1}").faults.front().code, "too_large");

    const std::string text(kTextBytesMax, 'x');
    EXPECT_TRUE(read(R"({"device_id":"a","t":")" + text + "\"}").faults.empty());
    EXPECT_EQ(read(R"({"device_id":"a","t":")" + text + "x\"}").faults.front().code, "too_large");

    const auto nested = [](std::size_t depth) {
        return R"({"device_id":"a","p":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    EXPECT_TRUE(read(nested(kNestingMax - 1)).isReadable);
    EXPECT_FALSE(read(nested(kNestingMax)).isReadable);
    EXPECT_FALSE(read(nested(100'000)).isReadable);
}

TEST_F(ReadingReaderTest, SurvivesAnyBytes)
{
    std::mt19937 random(7); // NOLINT(cert-msc51-cpp): the same bytes in every run
    for (int round = 0; round < 20'000; ++round) {
        std::string document(kFieldBody);
        for (unsigned change = random() % 8; change > 0; --change)
            document[random() % document.size()] = static_cast<char>(random());
        document.resize(random() % 8 == 0 ? random() % document.size() : document.size());
        batch.clear();
        const auto result = read(document);
        EXPECT_EQ(result.indices.size(), batch.size());
        EXPECT_TRUE(batch.size() == 1 || !result.faults.empty());
    }
}

} // namespace historian::codec
