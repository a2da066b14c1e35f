#include "ctl/destinations/figures.h"

#include <gtest/gtest.h>

namespace historian::ctl {
namespace {

Poco::JSON::Object with(double value)
{
    Poco::JSON::Object object;
    object.set("x", value);
    return object;
}

TEST(Figures, NameReadings)
{
    EXPECT_EQ(readingsOf(with(0), "x"), "0 readings");
    EXPECT_EQ(readingsOf(with(1), "x"), "1 reading");
    EXPECT_EQ(readingsOf(with(6'048'000), "x"), "6048000 readings");
    EXPECT_EQ(readingsOf(with(-10), "x"), "-10 readings");
}

TEST(Figures, NameARateWithFewDigits)
{
    EXPECT_EQ(rateOf(with(0), "x"), "0 readings/s");
    EXPECT_EQ(rateOf(with(1.0 / 60), "x"), "0.017 readings/s");
    EXPECT_EQ(rateOf(with(12.5), "x"), "12.5 readings/s");
    EXPECT_EQ(rateOf(with(1234.56), "x"), "1234.6 readings/s");
    EXPECT_EQ(rateOf(Poco::JSON::Object(), "x"), "-");
}

TEST(Figures, SayHowManyReadingsAResolutionKeeps)
{
    Poco::JSON::Object destination = with(0);
    EXPECT_EQ(keptOf(destination), "all readings");
    destination.set("window_s", 60);
    destination.set("thinned_readings", 59);
    EXPECT_EQ(keptOf(destination), "a reading per device and 60 s");
    destination.set("delivered_readings", 1);
    destination.set("duplicate_readings", 1);
    EXPECT_EQ(keptOf(destination), "a reading per device and 60 s: 1 of 31 kept");
}

TEST(Figures, TellBytesInTheUnitThatReadsBest)
{
    EXPECT_EQ(bytesOf(with(999), "x"), "999 B");
    EXPECT_EQ(bytesOf(with(1000), "x"), "1.0 kB");
    EXPECT_EQ(bytesOf(with(4'250'000), "x"), "4.2 MB");
    EXPECT_EQ(bytesOf(with(2.5e12), "x"), "2.5 TB");
}

TEST(Figures, TellDurationsByTheirTwoLargestUnits)
{
    EXPECT_EQ(durationOf(with(45.9), "x"), "45 s");
    EXPECT_EQ(durationOf(with(60), "x"), "1 min 0 s");
    EXPECT_EQ(durationOf(with(3720), "x"), "1 h 2 min");
    EXPECT_EQ(durationOf(with(200'000), "x"), "2 d 7 h");
}

TEST(Figures, ShowADashForWhatIsNotThere)
{
    Poco::JSON::Object object;
    object.set("x", Poco::Dynamic::Var());
    for (const auto* key : {"x", "y"}) {
        EXPECT_EQ(readingsOf(object, key), "-");
        EXPECT_EQ(bytesOf(object, key), "-");
        EXPECT_EQ(durationOf(object, key), "-");
    }
}

} // namespace
} // namespace historian::ctl
