#include <historian/codec/reading_json.h>
#include <historian/codec/time_text.h>
#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::codec {

TEST(ReadingWriter, WritesTheFlatObjectThatTheReaderReads)
{
    testing::FakeHost host;
    Batch batch;
    ReadingReader reader(host);
    const std::string sent =
        R"({"device_id":"m1","power":550,"phase":"L1","ok":true,"current":null,"q":{"current":"bad_comm"}})";
    ASSERT_TRUE(reader.read(sent, {}, batch).faults.empty());
    batch[0].time = *parseTime("2025-01-20T10:30:00Z");
    JsonWriter json;
    writeReading(json, host, batch, batch[0]);
    EXPECT_EQ(json.view(),
              R"({"device_id":"m1","timestamp":"2025-01-20T10:30:00Z","power":550,"phase":"L1",)"
              R"("ok":true,"current":null,"q":{"current":"bad_comm"}})");
}

TEST(ReadingWriter, AddsTheIdentityWhereAReadingLeavesTheGateway)
{
    testing::FakeHost host;
    Segment segment{"store-a", {}};
    Reading& reading = segment.readings.begin(*host.symbol(NameKind::Device, "m1"));
    reading.time = *parseTime("2025-01-20T10:30:00Z");
    reading.seq = 18'446'744'073'709'551'615U;
    segment.readings.add(Value::integer(*host.symbol(NameKind::Metric, "power"), 550));
    JsonWriter json;
    writeReading(json, host, segment, reading);
    EXPECT_EQ(json.view(),
              R"({"device_id":"m1","timestamp":"2025-01-20T10:30:00Z","power":550,)"
              R"("store_id":"store-a","seq":18446744073709551615})");
}

} // namespace historian::codec
