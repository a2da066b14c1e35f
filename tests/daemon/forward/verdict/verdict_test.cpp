#include "forward/verdict/verdict.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

using Kind = Verdict::Obstacle::Kind;

Batch batchOf(std::size_t count)
{
    Batch batch;
    for (std::size_t i = 0; i < count; ++i) batch.begin({}).seq = i + 1;
    return batch;
}

TEST(Verdict, KeepsWhatWasDoneApartFromWhatWasNot)
{
    const Verdict verdict = judge(batchOf(5),
                                  {Delivery::done(),
                                   Delivery::duplicate(),
                                   Delivery::rejected("bad"),
                                   Delivery::retry(std::chrono::seconds(7), "busy"),
                                   Delivery::done()});
    EXPECT_EQ(verdict.done, (std::vector<SeqRange>{{1, 2}, {5, 5}}));
    EXPECT_EQ(verdict.delivered, 2U);
    EXPECT_EQ(verdict.duplicates, 1U);
    ASSERT_EQ(verdict.refused.size(), 1U);
    EXPECT_EQ(verdict.refused[0].index, 2U);
    EXPECT_EQ(verdict.obstacle->kind, Kind::Later);
    EXPECT_EQ(verdict.obstacle->after, std::chrono::seconds(7));
    EXPECT_FALSE(verdict.isRefusedWhole);
}

TEST(Verdict, TakesFewerAnswersAsRetryForTheRest)
{
    EXPECT_EQ(judge(batchOf(2), {}).obstacle->why, "it gave no answer");
    EXPECT_FALSE(judge(batchOf(2), {Delivery::done()}).obstacle);
}

TEST(Verdict, SuspectsOneReadingWhereABatchIsRefusedInOneWord)
{
    EXPECT_TRUE(judge(batchOf(2), Deliveries(2, Delivery::rejected("22003"))).isRefusedWhole);
    EXPECT_FALSE(judge(batchOf(1), Deliveries(1, Delivery::rejected("22003"))).isRefusedWhole);
    EXPECT_FALSE(
        judge(batchOf(2), {Delivery::rejected("a"), Delivery::rejected("b")}).isRefusedWhole);
}

TEST(Verdict, RefusesAReadingThatIsTooLargeAlone)
{
    const Delivery tooLarge = Delivery::retry(std::chrono::milliseconds(0), "413");
    EXPECT_EQ(judge(batchOf(2), Deliveries(2, tooLarge)).obstacle->kind, Kind::TooLarge);
    const Verdict single = judge(batchOf(1), {tooLarge});
    EXPECT_FALSE(single.obstacle);
    EXPECT_EQ(single.refused[0].why, "413");
}

TEST(Verdict, CutsLongWordsAtACharacter)
{
    std::string words(499, 'x');
    for (int i = 0; i < 1'000'000; ++i) words += "é";
    const Verdict refused = judge(batchOf(2), {Delivery::rejected(words), Delivery::done()});
    EXPECT_EQ(refused.refused.at(0).why, std::string(499, 'x'));
    EXPECT_EQ(judge(batchOf(1), {Delivery::hold(words)}).obstacle->why, std::string(499, 'x'));
}

} // namespace
} // namespace historian::forward
