#include "forward/hours/hour_teller.h"
#include "hour_support.h"

#include <historian/codec/time_text.h>

#include <random>

namespace historian::forward {
namespace {

class HourTellerTest : public HourTest {
protected:
    /// 1 kWh an hour from 10:00 to 15:00, read every half hour.
    void postSomeHours()
    {
        for (int half = 0; half <= 10; ++half) post(half / 2.0, 100 + half / 2.0);
    }

    std::string dayKind() const { return "hours/" + codec::timeText(ten).substr(0, 10); }
};

TEST_F(HourTellerTest, TellsEveryClosedHourOnce)
{
    postSomeHours();
    work(sink);
    EXPECT_EQ(sink.newest(at(0)), "0.5/0");
    for (int hour = 1; hour < 5; ++hour) EXPECT_EQ(sink.newest(at(hour)), "1/0") << hour;
    EXPECT_EQ(sink.newest(at(5)), "0.5/0");
    EXPECT_EQ(sink.rows, 6);
    EXPECT_EQ(sink.calls, 1);
    clock.advance(1h);
    work(sink);
    EXPECT_EQ(sink.rows, 6);
}

TEST_F(HourTellerTest, TellsNoHourWithoutReadings)
{
    post(0, 100);
    post(3.5, 101);
    work(sink);
    EXPECT_EQ(sink.newest(at(1)), "none");
    EXPECT_EQ(sink.newest(at(3)), "1/0");
    EXPECT_EQ(sink.rows, 2);
}

TEST_F(HourTellerTest, WaitsForTheEndOfAnHourAndAGrace)
{
    const Time now = std::chrono::floor<std::chrono::hours>(clock.now()) + 1h;
    clock.advance(std::chrono::ceil<std::chrono::milliseconds>(now - clock.now()));
    post(static_cast<double>((now - ten) / 1h) + 0.5, 100);
    clock.advance(1h + 4min);
    for (int i = 0; i < 50; ++i) step(sink);
    EXPECT_EQ(sink.rows, 0);
    clock.advance(1min);
    for (int i = 0; i < 50; ++i) step(sink);
    EXPECT_EQ(sink.newest(now), "0/0");
}

TEST_F(HourTellerTest, GivesWhatALateReadingChangedANewRevision)
{
    postSomeHours();
    work(sink);
    post(2.75, 103.1); // the reading at 13:00 now adds less
    work(sink);
    EXPECT_EQ(sink.hours[at(2)].size(), 2U);
    EXPECT_NEAR(sink.hours[at(2)].at(1).energyKwh, 1.6, 1e-9);
    EXPECT_EQ(sink.hours[at(2)].at(1).readings, 3U);
    EXPECT_EQ(sink.hours[at(3)].size(), 2U);
    for (int hour : {0, 1, 4, 5}) EXPECT_EQ(sink.hours[at(hour)].size(), 1U) << hour;
    EXPECT_NEAR(sink.hours[at(2)].at(1).energyKwh + sink.hours[at(3)].at(1).energyKwh, 2, 1e-9);
}

TEST_F(HourTellerTest, FindsTheHourOfTheNextReadingOnAnotherDay)
{
    post(0, 100);
    post(20, 101);
    post(21, 101);
    work(sink);
    EXPECT_EQ(sink.newest(at(20)), "1/0");
    post(3.5, 100.75);
    work(sink);
    EXPECT_EQ(sink.newest(at(3)), "0.75/0");
    EXPECT_EQ(sink.newest(at(20)), "0.25/1");
    EXPECT_EQ(sink.newest(at(21)), "0/0");
}

TEST_F(HourTellerTest, SendsNothingWhereALateReadingChangesNothing)
{
    postSomeHours();
    work(sink);
    post(2.75, 5000, Quality::BadDevice);
    work(sink);
    EXPECT_EQ(sink.rows, 6);
}

TEST_F(HourTellerTest, TellsAnHourAgainWhenItsEndIsSeen)
{
    post(0, 100);
    post(0.5, 100.5);
    work(sink);
    EXPECT_EQ(sink.newest(at(0)), "0.5/0");
    post(2, 101);
    work(sink);
    EXPECT_EQ(sink.rows, 2);
    EXPECT_EQ(records(kDueHoursKind), 1U); // the hour whose end nothing shows
    EXPECT_EQ((*store.snapshot())->records(kDueHoursKind)->front().body.find('-'),
              std::string::npos);
}

TEST_F(HourTellerTest, MakesItsHoursAsABacklogDrains)
{
    for (int i = 0; i < 5'000; ++i) post(i / 120.0, 100 + i / 120.0);
    bool isInOrder = true;
    sink.script = [this](const Segment& segment) {
        clock.advance(40s);
        return Deliveries(segment.readings.size(), Delivery::done());
    };
    sink.onHours = [&] { isInOrder = isInOrder && (sink.taken.size() == 5'000 || sink.rows < 42); };
    work(sink);
    EXPECT_TRUE(isInOrder);
    EXPECT_EQ(sink.taken.size(), 5'000U);
    EXPECT_GT(sink.calls, 1);
    EXPECT_EQ(sink.rows, 42);
    EXPECT_EQ(sink.conflicts, 0);
}

TEST_F(HourTellerTest, TellsNothingThatIsOlderThanWhatWaits)
{
    postSomeHours();
    sink.script = [&](const Segment& segment) {
        Deliveries answers(segment.readings.size(), Delivery::done());
        for (std::size_t i = 0; i < answers.size(); ++i)
            if (segment.readings[i].seq <= 5) answers[i] = Delivery::retry(1s, "not these");
        return answers;
    };
    work(sink);
    EXPECT_EQ(sink.rows, 0);
    sink.script = nullptr;
    work(sink);
    EXPECT_EQ(sink.rows, 6);
}

TEST_F(HourTellerTest, TellsAsSoonAsABacklogIsDrained)
{
    postSomeHours();
    while (sink.taken.empty()) clock.advance(step(sink));
    ASSERT_EQ(sink.rows, 0);
    const auto drained = clock.steady();
    while (sink.rows == 0) clock.advance(step(sink) + 1ms);
    EXPECT_LT(clock.steady() - drained, 5s);
    EXPECT_EQ(sink.rows, 6);
}

TEST_F(HourTellerTest, LooksOnceAMinuteAtLateReadingsThatComeOneByOne)
{
    postSomeHours();
    work(sink);
    const int asked = books.asked;
    const auto begun = clock.steady();
    for (int second = 0; second < 120; ++second) {
        post(1 + second / 1000.0, 101);
        for (const auto end = clock.steady() + 1s; clock.steady() < end;)
            clock.advance(step(sink) + 1ms);
    }
    EXPECT_LE(books.asked - asked, (clock.steady() - begun) / 1min + 1);
}

TEST_F(HourTellerTest, OffersAgainWhatWasNotTaken)
{
    sink.refusal = Delivery::hold("there is no table");
    postSomeHours();
    work(sink);
    EXPECT_GT(sink.calls, 1);
    EXPECT_EQ(state(), DestinationState::CaughtUp); // readings go on
    const auto lines = host.logLines();
    EXPECT_EQ(std::ranges::count_if(lines,
                                    [](const std::string& line) {
                                        return line.find("no table") != std::string::npos;
                                    }),
              1);
    sink.refusal.reset();
    work(sink);
    EXPECT_EQ(sink.rows, 6);
    EXPECT_EQ(sink.hours[at(1)].size(), 1U);
}

TEST_F(HourTellerTest, CountsAgainWhatCouldNotBeCounted)
{
    books.isBroken = true;
    postSomeHours();
    work(sink);
    EXPECT_EQ(sink.rows, 0);
    EXPECT_LT(books.asked, 100);
    books.isBroken = false;
    work(sink);
    EXPECT_EQ(sink.rows, 6);
}

TEST_F(HourTellerTest, KnowsAfterACrashWhatWasDue)
{
    postSomeHours();
    while (sink.taken.empty()) step(sink);
    ASSERT_EQ(sink.taken.size(), 11U);
    ASSERT_EQ(sink.rows, 0);
    restartWithHours();
    work(sink);
    EXPECT_EQ(sink.taken.at(1), 1); // not delivered again
    EXPECT_EQ(sink.rows, 6);
}

TEST_F(HourTellerTest, TellsNothingThatIsNotOnTheDisk)
{
    postSomeHours();
    while (sink.taken.empty()) step(sink);
    desk.isCrashed = true;
    work(sink);
    EXPECT_EQ(sink.rows, 0);
    restartWithHours();
    work(sink);
    EXPECT_EQ(sink.rows, 6);
}

TEST_F(HourTellerTest, TellsTheSameAgainAfterACrash)
{
    postSomeHours();
    sink.onHours = [this] { desk.isCrashed = true; };
    work(sink);
    EXPECT_EQ(sink.rows, 6);
    sink.onHours = nullptr;
    post(5.5, 106);
    restartWithHours();
    work(sink);
    EXPECT_EQ(sink.rows, 12);
    EXPECT_EQ(sink.conflicts, 0);
    EXPECT_EQ(sink.newest(at(5)), "1.5/1");
    EXPECT_EQ(sink.newest(at(4)), "1/0");
}

TEST_F(HourTellerTest, TellsAllAgainAfterARewind)
{
    postSomeHours();
    work(sink);
    forwarder->tellHoursAgain();
    forwarder->book().rewind(std::vector<forward::Run>{{kStore, {1, 11}}});
    restartWithHours();
    work(sink);
    EXPECT_EQ(sink.rows, 12);
    EXPECT_EQ(sink.conflicts, 0);
    EXPECT_EQ(sink.hours[at(1)].size(), 1U);
    clock.advance(1h);
    work(sink);
    EXPECT_EQ(sink.rows, 12);
}

TEST_F(HourTellerTest, KeepsNothingForAnOutputThatTakesNoHours)
{
    TakingOutput plain;
    postSomeHours();
    work(plain);
    EXPECT_EQ(records(kDueHoursKind), 0U);
    EXPECT_EQ(books.asked, 0);
}

TEST_F(HourTellerTest, ForgetsDaysWhoseReadingsAreGone)
{
    postSomeHours();
    work(sink);
    EXPECT_EQ(records(dayKind()), 1U);
    post(40, 200);
    store.reclaim(kStore, 11, [](std::uint64_t) { return std::vector<RecordChange>{}; });
    work(sink);
    EXPECT_EQ(records(dayKind()), 0U);
    EXPECT_NE(sink.newest(at(40)), "none");
}

TEST_F(HourTellerTest, SendsAtMostSoManyAndADayMoreAtOnce)
{
    std::size_t largest = 0;
    int before = 0;
    sink.onHours = [&] {
        largest = std::max(largest, static_cast<std::size_t>(sink.rows - before));
        before = sink.rows;
    };
    for (int hour = 0; hour < 1'500; ++hour) post(hour - 1'500.0, hour);
    work(sink);
    EXPECT_EQ(sink.rows, 1'500);
    EXPECT_LE(largest, kHoursAtOnce + kHoursADay);
}

/// Late readings, refusals and crashes in any order: the newest revision of every hour is what the
/// books say, no revision comes with two contents, and none repeats the one before.
TEST_F(HourTellerTest, EndsWithWhatTheBooksSayWhateverHappens)
{
    std::mt19937 chance(11);
    for (int round = 0; round < 40; ++round) {
        for (int i = 0; i < 5; ++i) {
            const double hour = static_cast<double>(chance() % 300) / 10;
            post(hour, 100 + hour / 2 + static_cast<double>(chance() % 8) / 64);
        }
        sink.refusal.reset();
        if (chance() % 4 == 0) sink.refusal = Delivery::retry(1s, "busy");
        sink.onHours = nullptr;
        if (chance() % 4 == 0) sink.onHours = [this] { desk.isCrashed = true; };
        work(sink);
        if (desk.isCrashed || chance() % 4 == 0) restartWithHours();
    }
    sink.refusal.reset();
    sink.onHours = nullptr;
    work(sink);
    EXPECT_EQ(sink.conflicts, 0);
    for (const auto& [start, revisions] : sink.hours) {
        const auto day = books.energyDay(
            "meter-1", "total_energy_kwh", std::chrono::floor<std::chrono::days>(start));
        const auto& now = day->hours[static_cast<std::size_t>(start.time_since_epoch() / 1h % 24)];
        EXPECT_EQ(revisions.rbegin()->second.energyKwh, now.energy.energyKwh);
        EXPECT_EQ(revisions.rbegin()->second.readings, now.energy.readings);
        for (auto row = std::next(revisions.begin()); row != revisions.end(); ++row)
            EXPECT_FALSE(row->second.energyKwh == std::prev(row)->second.energyKwh &&
                         row->second.readings == std::prev(row)->second.readings);
    }
}

} // namespace
} // namespace historian::forward
