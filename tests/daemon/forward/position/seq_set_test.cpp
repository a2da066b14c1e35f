#include "forward/position/seq_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <vector>

namespace historian::forward {
namespace {

TEST(SeqSet, JoinsWhatTouches)
{
    SeqSet set;
    set.add({1, 5});
    set.add({10, 12});
    set.add({6, 9});
    EXPECT_EQ(set.text(), "1-12");
    EXPECT_EQ(set.ranges(), 1U);
}

TEST(SeqSet, CutsWhatIsRemoved)
{
    SeqSet set;
    set.add({1, 10});
    set.remove({4, 6});
    EXPECT_EQ(set.text(), "1-3,7-10");
    set.remove({1, 100});
    EXPECT_EQ(set.text(), "");
}

TEST(SeqSet, FindsTheRunsThatAreMissing)
{
    const SeqSet set = SeqSet::of("5-9,20-30");
    EXPECT_EQ(set.firstMissing({1, 40}), (SeqRange{1, 4}));
    EXPECT_EQ(set.firstMissing({5, 40}), (SeqRange{10, 19}));
    EXPECT_EQ(set.firstMissing({20, 30}), std::nullopt);
    EXPECT_EQ(set.missingTail({1, 40}), (SeqRange{31, 40}));
    EXPECT_EQ(set.missingTail({35, 40}), (SeqRange{35, 40}));
    EXPECT_EQ(set.missingTail({1, 25}), std::nullopt);
    EXPECT_EQ(set.countIn({8, 21}), 4U);
}

TEST(SeqSet, FindsTheRunsThatAreThere)
{
    const SeqSet set = SeqSet::of("5-9,20-30");
    EXPECT_EQ(set.firstIn({0, 40}), (SeqRange{5, 9}));
    EXPECT_EQ(set.firstIn({7, 8}), (SeqRange{7, 8}));
    EXPECT_EQ(set.firstIn({10, 25}), (SeqRange{20, 25}));
    EXPECT_EQ(set.firstIn({10, 19}), std::nullopt);
    EXPECT_EQ(set.firstIn({31, 40}), std::nullopt);
    EXPECT_EQ(set.firstIn({7, 6}), std::nullopt); // an empty range
    EXPECT_EQ(SeqSet{}.firstIn({0, 40}), std::nullopt);
}

TEST(SeqSet, LeavesOutWhatIsNoRange)
{
    EXPECT_EQ(SeqSet::of("").text(), "");
    EXPECT_EQ(SeqSet::of("nonsense").text(), "");
    EXPECT_EQ(SeqSet::of("1-3,9-7,12").text(), "1-3,12");
}

/// Any order of acknowledgements, with restarts and repetitions in between, says the same.
TEST(SeqSet, HoldsWhatAnyOrderOfAcknowledgementsLeaves)
{
    std::mt19937 chance(7);
    for (int round = 0; round < 200; ++round) {
        SeqSet set;
        std::set<std::uint64_t> plain;
        for (int step = 0; step < 60; ++step) {
            const std::uint64_t first = 1 + chance() % 60;
            const SeqRange range{first, first + chance() % 8};
            const bool isRemoval = chance() % 4 == 0;
            if (isRemoval)
                set.remove(range);
            else
                set.add(range);
            for (std::uint64_t seq = range.first; seq <= range.last; ++seq) {
                if (isRemoval)
                    plain.erase(seq);
                else
                    plain.insert(seq);
            }
            if (chance() % 5 == 0) set = SeqSet::of(set.text());
        }
        for (std::uint64_t seq = 1; seq < 70; ++seq)
            ASSERT_EQ(set.contains(seq), plain.contains(seq)) << set.text() << " " << seq;
        EXPECT_EQ(set.countIn({1, 70}), plain.size());
        const auto missing = set.firstMissing({1, 70});
        std::uint64_t expected = 1;
        while (plain.contains(expected)) ++expected;
        EXPECT_EQ(missing->first, expected);
    }
}

TEST(SeqSet, IsOneRangeWhenEverythingIsDelivered)
{
    std::vector<std::uint64_t> seqs(500);
    std::iota(seqs.begin(), seqs.end(), 1);
    std::shuffle(seqs.begin(), seqs.end(), std::mt19937(3));
    SeqSet set;
    for (const std::uint64_t seq : seqs) set.add({seq, seq});
    EXPECT_EQ(set.text(), "1-500");
}

} // namespace
} // namespace historian::forward
