#include "forward/position/day_tally.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

class DayTallyTest : public ForwardTest {
protected:
    Result<std::map<Time, DayTally>> tally(std::chrono::seconds window, int days = 3)
    {
        const Source source(store, clock);
        return tallyDays(source, symbols, {window, now}, day, day + std::chrono::days(days));
    }

    void storeAt(Symbol of, std::chrono::seconds since) { storeOne(of, day + since, day + since); }

    const Time day = dayOf(clock.now());
    Time now = day + 72h;
};

TEST_F(DayTallyTest, CountsReadingsByUtcDay)
{
    storeAt(device, -1s);
    storeAt(device, 0s);
    storeAt(device, 24h - 1s);
    storeAt(device, 24h);
    storeAt(device, 72h);
    const auto days = *tally(0s);
    ASSERT_EQ(days.size(), 2U);
    EXPECT_EQ(days.at(day).stored, 2U);
    EXPECT_EQ(days.at(day).offered, 2U);
    EXPECT_EQ(days.at(day + 24h).stored, 1U);
}

TEST_F(DayTallyTest, OffersOneOfADeviceAndWindow)
{
    const Symbol other = *symbols.symbol(NameKind::Device, "meter-2");
    for (int i = 0; i < 120; ++i) storeAt(device, std::chrono::seconds(i));
    for (int i = 0; i < 90; ++i) storeAt(other, std::chrono::seconds(i));
    storeAt(device, 5s);
    const auto days = *tally(60s);
    EXPECT_EQ(days.at(day).stored, 211U);
    EXPECT_EQ(days.at(day).offered, 4U);
    EXPECT_EQ(tally(10s)->at(day).offered, 12U + 9U);
}

TEST_F(DayTallyTest, OffersNothingOfAWindowThatIsNotOver)
{
    for (int i = 0; i < 120; ++i) storeAt(device, std::chrono::seconds(i));
    now = day + 120s;
    EXPECT_EQ(tally(60s)->at(day).offered, 1U);
    EXPECT_EQ(tally(0s)->at(day).offered, 120U);
}

TEST_F(DayTallyTest, HasNoDaysWithoutReadings)
{
    EXPECT_TRUE(tally(0s)->empty());
}

TEST_F(DayTallyTest, ComparesAYearAtMost)
{
    EXPECT_TRUE(tally(0s, kVerifyDaysMax));
    const auto refused = tally(0s, kVerifyDaysMax + 1);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("366 days"), std::string::npos);
}

} // namespace
} // namespace historian::forward
