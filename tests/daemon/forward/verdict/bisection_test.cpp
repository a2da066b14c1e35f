#include "forward/verdict/bisection.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <set>

namespace historian::forward {
namespace {

constexpr std::size_t kNoLimit = 1'000'000;

/// How many requests it takes to find these bad ones among 1,000, the first one included; nothing
/// if that is too many.
std::optional<int> requestsFor(const std::set<std::uint64_t>& bad,
                               std::size_t requestsMax = kBisectionRequestsMax)
{
    Bisection bisection(requestsMax);
    if (!bisection.split({"s", {1, 1'000}})) return std::nullopt;
    int requests = 1;
    std::set<std::uint64_t> found;
    while (bisection.isUnderWay()) {
        const Run run = bisection.next();
        ++requests;
        const bool isBad = bad.lower_bound(run.seqs.first) != bad.upper_bound(run.seqs.last);
        if (isBad && run.seqs.count() > 1) {
            bisection.drop();
            if (!bisection.split(run)) return std::nullopt;
            continue;
        }
        if (isBad) found.insert(run.seqs.first);
        bisection.pop();
    }
    EXPECT_EQ(found, bad);
    return requests;
}

TEST(Bisection, FindsFewBadReadingsInFewRequests)
{
    EXPECT_EQ(requestsFor({617}), 21);
    EXPECT_LE(requestsFor({1, 500, 1'000}), 60);
    EXPECT_LE(requestsFor({10, 120, 230, 340, 450, 560, 670, 780, 890, 999}), 160);
}

/// The middle of 50 draws of so many bad ones, without a limit.
double requestsOnAverage(std::size_t badCount)
{
    constexpr int kDraws = 50;
    std::mt19937 random(1);
    int requests = 0;
    for (int draw = 0; draw < kDraws; ++draw) {
        std::set<std::uint64_t> bad;
        while (bad.size() < badCount) bad.insert(random() % 1'000 + 1);
        requests += requestsFor(bad, kNoLimit).value_or(0);
    }
    return static_cast<double>(requests) / kDraws;
}

TEST(Bisection, TakesAsManyRequestsAsWereMeasuredWhereTheBadOnesLieByChance)
{
    EXPECT_NEAR(requestsOnAverage(1), 21, 2.1);
    EXPECT_NEAR(requestsOnAverage(3), 51, 5.1);
    EXPECT_NEAR(requestsOnAverage(10), 129, 12.9);
    EXPECT_NEAR(requestsOnAverage(50), 421, 42.1);
}

TEST(Bisection, TakesFewRequestsForBadOnesThatLieTogether)
{
    std::set<std::uint64_t> bad;
    for (std::uint64_t seq = 476; seq <= 525; ++seq) bad.insert(seq);
    EXPECT_LE(requestsFor(bad).value_or(kNoLimit), 125);
}

TEST(Bisection, GivesUpWhereManyAreBad)
{
    std::set<std::uint64_t> bad;
    for (std::uint64_t seq = 1; seq <= 1'000; seq += 20) bad.insert(seq);
    EXPECT_EQ(requestsFor(bad), std::nullopt);
    EXPECT_EQ(requestsFor(bad, kNoLimit), 527); // spread as evenly as can be: the most for fifty
}

TEST(Bisection, LeavesOutWhatWasSettledMeanwhile)
{
    Bisection bisection;
    bisection.split({"s", {1, 10}});
    Settled settled;
    settled["s"].add({1, 5});
    bisection.skip(settled);
    EXPECT_EQ(bisection.next().seqs, (SeqRange{6, 10}));
    settled["s"].add({6, 10});
    bisection.skip(settled);
    EXPECT_FALSE(bisection.isUnderWay());
}

} // namespace
} // namespace historian::forward
