#include "forward/position/given_up.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using namespace std::chrono_literals;

const Time kDay{std::chrono::days(20'000)};

TEST(GivenUp, CountsByTheDayOfTheReading)
{
    GivenUp givenUp("cloud");
    givenUp.add("s1", 3, kDay + 1h);
    givenUp.add("s1", 3, kDay + 1h);
    givenUp.add("s1", 4, kDay + 23h);
    givenUp.add("s1", 9, kDay + 24h);
    const std::vector<StoreSpan> all{{"s1", 1, 100}};
    EXPECT_EQ(givenUp.byDay(all), (std::map<Time, std::uint64_t>{{kDay, 2}, {kDay + 24h, 1}}));
}

TEST(GivenUp, CountsOnlyWhatIsHeld)
{
    GivenUp givenUp("cloud");
    givenUp.add("s1", 3, kDay);
    givenUp.add("s1", 4, kDay);
    const std::vector<StoreSpan> rest{{"s1", 4, 100}};
    EXPECT_EQ(givenUp.byDay(rest).at(kDay), 1U);
    EXPECT_TRUE(givenUp.byDay({}).empty());
}

TEST(GivenUp, ComesBackFromItsRecords)
{
    GivenUp first("cloud");
    const RecordChange change = first.add("s1", 3, kDay);
    GivenUp second("cloud");
    second.load({change.kind, change.key, *change.body});
    GivenUp other("mqtt");
    other.load({change.kind, change.key, *change.body});
    const std::vector<StoreSpan> all{{"s1", 1, 100}};
    EXPECT_EQ(second.byDay(all), first.byDay(all));
    EXPECT_TRUE(other.byDay(all).empty());
}

TEST(GivenUp, ForgetsWhatIsOfferedAgain)
{
    GivenUp givenUp("cloud");
    givenUp.add("s1", 3, kDay);
    givenUp.add("s1", 8, kDay);
    givenUp.add("s2", 8, kDay);
    const auto changes = givenUp.remove({"s1", {5, 10}});
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(*changes[0].body, "3");
    EXPECT_FALSE(givenUp.remove({"s1", {1, 10}}).at(0).body);
    const std::vector<StoreSpan> all{{"s1", 1, 100}, {"s2", 1, 100}};
    EXPECT_EQ(givenUp.byDay(all).at(kDay), 1U);
}

} // namespace
} // namespace historian::forward
