#include "forward/tempo/bytes_of_day.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

constexpr std::uint64_t kMax = 100;

class BytesOfDayTest : public ForwardTest {
protected:
    BytesOfDay open(std::string_view storeId = kStore)
    {
        return {"cloud", kMax, storeId, **store.snapshot()};
    }

    void count(BytesOfDay& bytes, std::uint64_t bytesSent)
    {
        if (auto change = bytes.count(clock, bytesSent)) desk.change({*change});
    }

    /// As the clock of a board without a battery is after a power cut.
    void loseClock()
    {
        wall_ = clock.now();
        clock.set(Time{});
        clock.setTrusted(false);
    }

    void findClock(std::chrono::hours later)
    {
        clock.set(wall_ + later);
        clock.setTrusted(true);
    }

private:
    Time wall_;
};

TEST_F(BytesOfDayTest, CountsADay)
{
    BytesOfDay bytes = open();
    count(bytes, 90);
    count(bytes, 120);
    EXPECT_EQ(bytes.today(), 120U);
    clock.advance(24h);
    count(bytes, 120);
    EXPECT_EQ(bytes.today(), 0U);
    count(bytes, 130);
    EXPECT_EQ(bytes.today(), 10U);
}

TEST_F(BytesOfDayTest, GoesOnCountingAfterARestart)
{
    BytesOfDay before = open();
    count(before, 120);
    BytesOfDay after = open();
    EXPECT_EQ(after.today(), 120U);
    count(after, 5);
    EXPECT_EQ(after.today(), 125U);
    clock.advance(24h);
    BytesOfDay tomorrow = open();
    count(tomorrow, 1);
    EXPECT_EQ(tomorrow.today(), 1U);
}

TEST_F(BytesOfDayTest, ChangesItsRecordOnlyWhenSomethingWasSent)
{
    BytesOfDay bytes = open();
    EXPECT_FALSE(bytes.count(clock, 0));
    EXPECT_TRUE(bytes.count(clock, 7));
    EXPECT_FALSE(bytes.count(clock, 7));
    clock.advance(24h);
    EXPECT_FALSE(bytes.count(clock, 7));
}

TEST_F(BytesOfDayTest, KeepsOutputsApart)
{
    BytesOfDay bytes = open();
    count(bytes, 120);
    EXPECT_EQ(BytesOfDay("other", kMax, kStore, **store.snapshot()).today(), 0U);
}

TEST_F(BytesOfDayTest, WaitsForItsNextDayOnceItsBytesAreUsedUp)
{
    BytesOfDay bytes = open();
    count(bytes, kMax - 1);
    EXPECT_FALSE(bytes.wait(clock));
    count(bytes, kMax);
    const auto wait = bytes.wait(clock);
    ASSERT_TRUE(wait);
    clock.advance(wait->rest - 1ms);
    count(bytes, kMax);
    EXPECT_TRUE(bytes.wait(clock));
    clock.advance(1ms);
    count(bytes, kMax);
    EXPECT_FALSE(bytes.wait(clock));
}

TEST_F(BytesOfDayTest, BeginsADayAtAMomentOfItsOwnInTheFirstHour)
{
    const Time midnight = std::chrono::floor<std::chrono::days>(clock.now()) + 24h;
    std::map<std::int64_t, int> aMinute;
    for (int gateway = 0; gateway < 6'000; ++gateway) {
        BytesOfDay bytes = open("store-" + std::to_string(gateway));
        bytes.count(clock, kMax);
        const auto wait = bytes.wait(clock);
        ASSERT_TRUE(wait);
        const auto late = clock.now() + wait->rest - midnight;
        ASSERT_GE(late, 0s);
        ASSERT_LT(late, 1h);
        ++aMinute[std::chrono::duration_cast<std::chrono::minutes>(late).count()];
    }
    for (const auto& [minute, gateways] : aMinute) EXPECT_LT(gateways, 150) << minute; // of 6,000
    EXPECT_EQ(aMinute.size(), 60U);
}

TEST_F(BytesOfDayTest, GoesOnWithTheLastDayWhileTheClockIsNotTrusted)
{
    BytesOfDay before = open();
    count(before, 90);
    loseClock();
    BytesOfDay after = open();
    count(after, 20);
    EXPECT_EQ(after.today(), 110U);
    EXPECT_TRUE(after.wait(clock));
    findClock(1h);
    count(after, 20);
    EXPECT_EQ(after.today(), 110U);
    count(after, 21);
    EXPECT_EQ(after.today(), 111U);
}

TEST_F(BytesOfDayTest, CountsWhatWasSentBeforeTheClockWasRightForTheDayItShows)
{
    BytesOfDay before = open();
    count(before, 90);
    loseClock();
    BytesOfDay first = open();
    count(first, 20);
    BytesOfDay second = open(); // one more boot without a clock
    count(second, 5);
    EXPECT_EQ(second.today(), 115U);
    findClock(48h);
    count(second, 5);
    EXPECT_EQ(second.today(), 25U);
}

TEST_F(BytesOfDayTest, AnUntrustedDayLasts24HoursOfTheProcess)
{
    loseClock();
    BytesOfDay bytes = open();
    count(bytes, kMax);
    const auto wait = bytes.wait(clock);
    ASSERT_TRUE(wait);
    EXPECT_EQ(wait->rest, 24h);
    clock.advance(24h);
    count(bytes, kMax);
    EXPECT_FALSE(bytes.wait(clock));
}

TEST_F(BytesOfDayTest, AClockThatIsSetBackOverTheBeginningOfADayGivesNoSecondOne)
{
    clock.advance(24h);
    BytesOfDay bytes = open();
    count(bytes, 60);
    clock.set(clock.now() - 24h);
    count(bytes, 70);
    clock.advance(24h);
    count(bytes, 80);
    EXPECT_EQ(bytes.today(), 80U);
}

} // namespace
} // namespace historian::forward
