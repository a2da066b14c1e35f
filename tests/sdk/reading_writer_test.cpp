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

TEST(ReadingWriter, AddsIdentityAndFlagsForDestinations)
{
    testing::FakeHost host;
    Segment segment{"store-a", {}};
    Batch& batch = segment.readings;
    ReadingReader reader(host);
    ASSERT_TRUE(reader.read(R"({"device_id":"m1","power":1.5})", {}, batch).faults.empty());
    batch[0].time = *parseTime("2025-01-20T10:30:00Z");
    batch[0].seq = 42;
    batch[0].flags.add(Flag::Arrival);
    batch[0].flags.add(Flag::Unapproved);
    JsonWriter json;
    writeReading(json, host, segment, batch[0]);
    EXPECT_EQ(json.view(),
              R"({"device_id":"m1","timestamp":"2025-01-20T10:30:00Z","power":1.5,)"
              R"("flags":["arrival","unapproved"],"store_id":"store-a","seq":42})");
}

} // namespace historian::codec
