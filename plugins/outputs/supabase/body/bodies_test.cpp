#include "body/bodies.h"

#include <gtest/gtest.h>

namespace historian::supabase {

namespace {

constexpr Time kTime{std::chrono::seconds(1'795'602'600)}; // 2026-11-25T10:30:00Z

Row rowOf(std::uint64_t seq, Time time, std::string_view device = "m")
{
    Row row{.device = device, .time = time, .seq = seq};
    row.typed[2] = 1.5;
    return row;
}

Rows twoRows()
{
    Rows rows{.site = "site-001",
              .storeId = "S",
              .rows = {rowOf(5, kTime), rowOf(7, kTime + std::chrono::seconds(1))}};
    rows.rows[1].typed[2] = std::nullopt;
    rows.rows[1].typed[1] = 230;
    rows.rows[1].extra = {{"mode", R"("a,b")"}};
    rows.rows[1].quality = R"({"power":"bad_nan"})";
    rows.rows[1].flags = 16;
    rows.rows[1].origin = R"("measured")";
    return rows;
}

} // namespace

TEST(JsonBody, LeavesOutWhatIsNullOrADefault)
{
    EXPECT_EQ(
        jsonBody(twoRows()),
        R"([{"site_id":"site-001","device_id":"m","time":"2026-11-25T10:30:00Z","store_id":"S","seq":5,"power":1.5},)"
        R"({"site_id":"site-001","device_id":"m","time":"2026-11-25T10:30:01Z","store_id":"S","seq":7,"voltage":230,)"
        R"("extra":{"mode":"a,b"},"quality":{"power":"bad_nan"},"flags":16,"origin":"measured"}])");
}

TEST(CsvBody, HasTheColumnsThatAreUsed)
{
    EXPECT_EQ(csvBody(twoRows()),
              "device_id,time,store_id,seq,voltage,power,extra,quality,flags,origin,site_id\n"
              "m,2026-11-25T10:30:00Z,S,5,NULL,1.5,NULL,NULL,0,NULL,\"site-001\"\n"
              "m,2026-11-25T10:30:01Z,S,7,230,NULL,\"{\"\"mode\"\":\"\"a,b\"\"}\","
              "\"{\"\"power\"\":\"\"bad_nan\"\"}\",16,measured,\"site-001\"\n");
}

TEST(ColumnarBody, WritesStepsInTheLongestExactTick)
{
    Rows rows{.site = "s",
              .storeId = "S",
              .rows = {rowOf(5, kTime), rowOf(7, kTime + std::chrono::seconds(60))}};
    EXPECT_EQ(columnarBody(rows),
              R"({"batch":{"site_id":"s","store_id":"S","tick":1000000,"groups":[{"device_id":"m",)"
              R"("t":[1795602600,60],"seq":[5,2],"v":{"power":[1.5,1.5]}}]}})");
    rows.rows[1].time += std::chrono::milliseconds(1);
    EXPECT_NE(columnarBody(rows).find(R"("tick":1000,)"), std::string::npos);
    rows.rows[1].time += std::chrono::microseconds(1);
    EXPECT_NE(columnarBody(rows).find(R"("t":[1795602600000000,60001001])"), std::string::npos);
}

TEST(ColumnarBody, GroupsByDeviceAndOrigin)
{
    const std::string body = columnarBody(twoRows());
    EXPECT_NE(
        body.find(
            R"({"device_id":"m","origin":"measured","t":[1795602601],"seq":[7],"flags":[16],)"
            R"("v":{"voltage":[230]},"extra":{"mode":["a,b"]},"quality":{"0":{"power":"bad_nan"}}})"),
        std::string::npos)
        << body;
}

TEST(Bodies, StayWithinTheirBytesPerReading)
{
    Rows rows{.site = "site-001", .storeId = "0190a1b2-c3d4-4e5f-8a9b-0c1d2e3f4a5b", .rows = {}};
    for (std::uint64_t i = 0; i < 1000; ++i) {
        Row& row = rows.rows.emplace_back(
            rowOf(100'000 + i, kTime + std::chrono::seconds(10 * i), "ESP32-001"));
        const double step = static_cast<double>(i % 100);
        row.typed = {2.4 + step / 100,
                     230.1,
                     550.25 + step,
                     0.55,
                     1000 + static_cast<double>(i) / 1000,
                     50.01,
                     0.98,
                     25.3,
                     812.5 + step,
                     1.0,
                     0.95};
        row.origin = R"("measured")";
    }
    const auto perReading = [](const std::string& body) { return body.size() / 1000; };
    RecordProperty("json", static_cast<int>(perReading(jsonBody(rows))));
    RecordProperty("csv", static_cast<int>(perReading(csvBody(rows))));
    RecordProperty("columnar", static_cast<int>(perReading(columnarBody(rows))));
    EXPECT_LE(perReading(jsonBody(rows)), 400U);
    EXPECT_LE(perReading(csvBody(rows)), 160U);
    EXPECT_LE(perReading(columnarBody(rows)), 11 * 6.7);
}

} // namespace historian::supabase
