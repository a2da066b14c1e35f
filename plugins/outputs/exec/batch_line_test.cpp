#include "batch_line.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::exec {

namespace {

Segment segmentOf(testing::FakeHost& host, std::size_t readings)
{
    Segment segment;
    segment.storeId = "store-a";
    for (std::size_t i = 0; i < readings; ++i) {
        Reading& reading = segment.readings.begin(*host.symbol(NameKind::Device, "m1"));
        reading.time = host.manualClock.now();
        reading.seq = i + 1;
        segment.readings.add(Value::integer(*host.symbol(NameKind::Metric, "power"), 5));
    }
    return segment;
}

} // namespace

TEST(BatchLine, HasReadingsWithTheirIdentity)
{
    testing::FakeHost host;
    const BatchLine line = makeBatchLine(host, segmentOf(host, 2), 1, 7, 1000);
    EXPECT_EQ(
        line.text,
        R"({"batch":7,"readings":[{"device_id":"m1","timestamp":"2025-01-20T10:30:00Z","power":5,)"
        R"("store_id":"store-a","seq":2}]})");
    EXPECT_EQ(line.readings, 1U);
}

TEST(BatchLine, HoldsNoMoreThanFitsButAtLeastOne)
{
    testing::FakeHost host;
    const Segment segment = segmentOf(host, 100);
    const BatchLine full = makeBatchLine(host, segment, 0, 1, 1000);
    EXPECT_LE(full.text.size(), 1000U);
    EXPECT_GT(full.readings, 5U);
    EXPECT_LT(full.readings, 100U);
    EXPECT_EQ(makeBatchLine(host, segment, 0, 1, full.text.size()).readings, full.readings);
    EXPECT_EQ(makeBatchLine(host, segment, 0, 1, 10).readings, 1U);
}

} // namespace historian::exec
