#include <historian/codec/time_text.h>

#include <gtest/gtest.h>

namespace historian::codec {

namespace {

std::string again(std::string_view text)
{
    const auto time = parseTime(text);
    return time ? timeText(*time) : "none";
}

} // namespace

TEST(TimeText, ReadsRfc3339WithItsZone)
{
    EXPECT_EQ(again("2025-01-20T10:30:00Z"), "2025-01-20T10:30:00Z");
    EXPECT_EQ(again("2025-01-20T10:30:00+01:00"), "2025-01-20T09:30:00Z");
    EXPECT_EQ(again("2025-01-20T23:30:00-05:30"), "2025-01-21T05:00:00Z");
    EXPECT_EQ(again("2024-02-29T00:00:00.25Z"), "2024-02-29T00:00:00.250Z");
    EXPECT_EQ(again("2024-02-29T00:00:00.123456789Z"), "2024-02-29T00:00:00.123456Z");
}

TEST(TimeText, ReadsALeapSecondAsTheLastMicrosecond)
{
    EXPECT_EQ(again("2016-12-31T23:59:60Z"), "2016-12-31T23:59:59.999999Z");
}

TEST(TimeText, RefusesWhatTheFieldFirmwareCallsATime)
{
    EXPECT_FALSE(parseTime("2025-01-20T0:2:5.000Z"));
}

TEST(TimeText, RefusesEverythingElse)
{
    for (const char* bad : {"",
                            "2025-01-20",
                            "2025-01-20T10:30:00",
                            "2025-01-20 10:30:00Z",
                            "2025-02-29T10:30:00Z",
                            "2025-13-01T10:30:00Z",
                            "2025-01-20T24:00:00Z",
                            "2025-01-20T10:30:00.Z",
                            "2025-01-20T10:30:00.1234567890Z",
                            "2025-01-20T10:30:00Zx",
                            "2025-01-20T10:30:00+0100",
                            "1969-12-31T23:59:59Z",
                            "1970-01-01T00:00:00+01:00",
                            "9999-01-01T00:00:00Z"})
        EXPECT_FALSE(parseTime(bad)) << bad;
}

TEST(TimeText, ReadsEpochNumbersByTheirSize)
{
    const Time expected = *parseTime("2025-01-20T10:30:00Z");
    for (const double number :
         {1737369000.0, 1737369000000.0, 1737369000000000.0, 1737369000000000000.0})
        EXPECT_EQ(timeOfEpoch(number), expected) << number;
    EXPECT_EQ(timeText(*timeOfEpoch(1737369000.25)), "2025-01-20T10:30:00.250Z");
    EXPECT_FALSE(timeOfEpoch(-1));
    EXPECT_FALSE(timeOfEpoch(1e300));
    EXPECT_FALSE(timeOfEpoch(7.3e9));
}

} // namespace historian::codec
