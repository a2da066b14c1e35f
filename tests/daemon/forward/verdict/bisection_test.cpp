#include "forward/verdict/bisection.h"

#include <gtest/gtest.h>

#include <set>

namespace historian::forward {
namespace {

/// How many requests it takes to find these bad ones among 1,000, the first one included; nothing
/// if that is too many.
std::optional<int> requestsFor(const std::set<std::uint64_t>& bad)
{
    Bisection bisection;
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

TEST(Bisection, GivesUpWhereManyAreBad)
{
    std::set<std::uint64_t> bad;
    for (std::uint64_t seq = 1; seq <= 1'000; seq += 20) bad.insert(seq);
    EXPECT_EQ(requestsFor(bad), std::nullopt);
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
