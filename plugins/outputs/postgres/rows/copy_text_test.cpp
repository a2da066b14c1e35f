#include "rows/copy_text.h"

#include <historian/codec/time_text.h>
#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

#include <cmath>

namespace historian::postgres {

using testing::FakeHost;

namespace {

class CopyTextTest : public ::testing::Test {
protected:
    Symbol metric(std::string_view name) { return *host.symbol(NameKind::Metric, name); }

    Batch& batch() { return segment.readings; }

    Reading& begin()
    {
        Reading& reading = batch().begin(*host.symbol(NameKind::Device, "roof"));
        reading.time = *codec::parseTime("2025-01-20T10:30:00.25Z");
        reading.seq = 7;
        return reading;
    }

    std::string text()
    {
        CopyText copy(host, segment.storeId);
        for (const Reading& reading : batch().readings()) copy.add(batch(), reading);
        return copy.view();
    }

    FakeHost host;
    Segment segment{"store-a", {}};
};

} // namespace

TEST_F(CopyTextTest, PutsEachMetricInItsColumnAndTheRestInExtra)
{
    begin();
    batch().add(Value::number(metric("power"), 550.5));
    batch().add(Value::boolean(metric("system_status"), true));
    batch().add(Value::integer(metric("energy_export_kwh"), 12));
    batch().add(Value::text(metric("phase"), batch().keep("L1")));
    EXPECT_EQ(text(),
              "site-001\troof\t2025-01-20T10:30:00.250Z\tstore-a\t7\t\\N\t\\N\t550."
              "5\t\\N\t\\N\t\\N\t\\N\t"
              "\\N\t\\N\t1\t\\N\t{\"energy_export_kwh\":12,\"phase\":\"L1\"}\t\\N\t0\t\\N\n");
}

TEST_F(CopyTextTest, WhatIsNoNumberIsNullWithAReason)
{
    begin().flags.add(Flag::Unapproved);
    batch().add(Value::none(metric("current"), Quality::BadCommunication));
    batch().add(Value::number(metric("voltage"), std::nan("")));
    batch().add(Value::number(metric("odd"), INFINITY));
    EXPECT_NE(text().find("\t\\N\t\\N\t\\N\t"), std::string::npos);
    EXPECT_NE(text().find(R"({"current":"bad_comm","voltage":"bad_nan","odd":"bad_nan"})"
                          "\t16\t"),
              std::string::npos)
        << text();
}

TEST_F(CopyTextTest, EscapesWhatCopyReadsAsMoreThanLetters)
{
    begin();
    batch().add(Value::text(metric("note"), batch().keep(std::string("a\tb\\\n\0c\"", 8))));
    EXPECT_NE(text().find(R"({"note":"a\\tb\\\\\\nc\\""})"), std::string::npos) << text();
}

TEST_F(CopyTextTest, ATextInANumbersPlaceGoesToExtra)
{
    begin();
    batch().add(Value::text(metric("power"), batch().keep("high")));
    EXPECT_NE(text().find(R"({"power":"high"})"), std::string::npos);
}

TEST_F(CopyTextTest, SaysTheOriginOnceWhereItIsTheSameForAll)
{
    host.describe(metric("power"), {"W", SeriesKind::Gauge, Origin::Measured});
    host.describe(metric("voltage"), {"V", SeriesKind::Gauge, Origin::Measured});
    host.describe(metric("current"), {"A", SeriesKind::Gauge, Origin::Constant});
    begin();
    batch().add(Value::number(metric("power"), 1));
    batch().add(Value::number(metric("voltage"), 1));
    EXPECT_TRUE(text().ends_with("\t\"measured\"\n"));
    batch().add(Value::number(metric("current"), 1));
    EXPECT_TRUE(text().ends_with(
        "\t{\"power\":\"measured\",\"voltage\":\"measured\",\"current\":\"constant\"}\n"));
}

TEST_F(CopyTextTest, ATimeThatCannotBeIsAFault)
{
    Reading& reading = begin();
    const Time now = host.clock().now();
    EXPECT_FALSE(faultOf(reading, now));
    reading.time = *codec::parseTime("2019-12-31T23:59:59Z");
    EXPECT_NE(faultOf(reading, now)->find("before 2020"), std::string::npos);
    reading.time = now + std::chrono::days(1);
    EXPECT_FALSE(faultOf(reading, now));
    reading.time += std::chrono::microseconds(1);
    EXPECT_NE(faultOf(reading, now)->find("ahead"), std::string::npos);
}

} // namespace historian::postgres
