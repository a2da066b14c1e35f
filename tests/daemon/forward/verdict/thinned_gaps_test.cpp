#include "forward/verdict/thinned_gaps.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

constexpr Time kNow{std::chrono::seconds(1'000'000)};

class ThinnedGapsTest : public ::testing::Test {
protected:
    /// The thinned ranges and all readings between them are settled.
    std::vector<RecordChange> add(const std::vector<SeqRange>& ranges, Time at = kNow)
    {
        settled.add({ranges.front().first, ranges.back().last});
        return gaps.add("s1", ranges, settled, at);
    }

    /// "first-last:readings" of each that waits.
    std::string waiting() const
    {
        std::string text;
        for (const ReadingGap& gap : gaps.first(10))
            text += (text.empty() ? "" : " ") + std::to_string(gap.firstSeq) + "-" +
                    std::to_string(gap.lastSeq) + ":" + std::to_string(gap.readings);
        return text;
    }

    void tellAll()
    {
        for (const ReadingGap& gap : gaps.first(10)) gaps.told(gap);
    }

    ThinnedGaps gaps{"cloud"};
    SeqSet settled;
};

TEST_F(ThinnedGapsTest, MakesOneGapOfRangesThatFollowEachOtherAndCountsTheirReadings)
{
    add({{1, 59}, {61, 119}});
    settled.add({120, 120});
    add({{121, 179}});
    EXPECT_EQ(waiting(), "1-179:177");
}

TEST_F(ThinnedGapsTest, LengthensAGapThatWasTold)
{
    add({{1, 59}});
    tellAll();
    EXPECT_EQ(waiting(), "");
    settled.add({60, 60});
    add({{61, 119}});
    EXPECT_EQ(waiting(), "1-119:118");
}

TEST_F(ThinnedGapsTest, CoversNothingThatStillWaits)
{
    add({{1, 59}});
    add({{901, 959}});
    EXPECT_EQ(waiting(), "1-59:59 901-959:59");
    settled.add({60, 60});
    add({{61, 119}});
    EXPECT_EQ(waiting(), "1-119:118 901-959:59");
    settled.add({120, 120});
    add({{121, 900}});
    EXPECT_EQ(waiting(), "1-900:898 901-959:59");
}

TEST_F(ThinnedGapsTest, BeginsAnotherFarAwayOrOnAnotherDayOrInAnotherStore)
{
    add({{1, 99}});
    settled.add({1, 6'000});
    add({{5'000, 5'099}});
    add({{5'101, 5'199}}, kNow + std::chrono::days(1));
    gaps.add("s2", std::vector<SeqRange>{{5'201, 5'299}}, settled, kNow);
    EXPECT_EQ(waiting(), "1-99:99 5000-5099:100 5101-5199:99 5201-5299:99");
}

TEST_F(ThinnedGapsTest, CountsWhatARewindLeavesOutAgainOnce)
{
    add({{1, 59}, {61, 119}});
    tellAll();
    EXPECT_EQ(gaps.tellAgain({"s1", {100, 200}}).size(), 1U);
    EXPECT_EQ(waiting(), "1-119:118") << "a restored destination lost it";
    add({{100, 119}, {121, 130}});
    EXPECT_EQ(waiting(), "1-130:128");
    EXPECT_TRUE(gaps.tellAgain({"s1", {200, 300}}).empty());
    EXPECT_TRUE(gaps.tellAgain({"s2", {1, 300}}).empty());
}

TEST_F(ThinnedGapsTest, KeepsAGapThatGrewWhileItWasTold)
{
    add({{1, 59}});
    const ReadingGap told = gaps.first(1)[0];
    settled.add({60, 60});
    add({{61, 119}});
    EXPECT_TRUE(gaps.told(told).empty());
    EXPECT_EQ(waiting(), "1-119:118");
}

TEST_F(ThinnedGapsTest, GrowsOnAfterARestart)
{
    std::vector<RecordChange> kept = add({{1, 59}});
    for (RecordChange& change : gaps.told(gaps.first(1)[0])) kept.push_back(std::move(change));
    gaps = ThinnedGaps("cloud");
    for (const RecordChange& change : kept) gaps.load({change.kind, change.key, *change.body});
    EXPECT_EQ(waiting(), "");
    settled.add({60, 60});
    add({{61, 119}});
    EXPECT_EQ(waiting(), "1-119:118");
    EXPECT_EQ(gaps.first(1)[0].why, "left out by resolution");
    ThinnedGaps other("warehouse");
    other.load({kept[0].kind, kept[0].key, *kept[0].body});
    EXPECT_TRUE(other.first(1).empty());
}

TEST_F(ThinnedGapsTest, RemembersSoManyThatWereToldAndAllThatWait)
{
    std::size_t forgotten = 0;
    for (std::uint64_t i = 0; i < kThinnedGapsMax + 10; ++i) {
        for (const RecordChange& change : add({{5'000 * i + 1, 5'000 * i + 9}}))
            forgotten += change.body ? 0 : 1;
        if (i % 2 == 0) tellAll();
    }
    EXPECT_EQ(forgotten, 10U);
    EXPECT_FALSE(gaps.tellAgain({"s1", {50'001, 60'000}}).empty());
    EXPECT_TRUE(gaps.tellAgain({"s1", {1, 9}}).empty());
}

} // namespace
} // namespace historian::forward
