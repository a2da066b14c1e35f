#include "journal/row_encoder.h"
#include "query/time_merge.h"
#include "test_readings.h"

#include <gtest/gtest.h>

namespace historian::sqlite {

namespace {

class TimeMergeTest : public ::testing::Test {
protected:
    /// A row of one device with readings at these seconds; the first has that seq.
    void add(std::int64_t store, std::uint64_t seq, const std::vector<int>& seconds)
    {
        Readings readings(host);
        for (const int second : seconds) readings.add("a", at(second), second);
        const RowEncoder::Row row = encoder.encode(readings.batch, 0, seconds.size());
        names.publish();
        if (!merge) merge.emplace(names.byId());
        EXPECT_TRUE(merge->add(row.body, {store, seq}, row.facts.minTime, {}));
    }

    std::vector<std::uint64_t> takeBefore(std::optional<Time> bound)
    {
        std::vector<std::uint64_t> seqs;
        while (const auto next = merge->peek(bound)) {
            seqs.push_back(next->reading.seq);
            merge->pop();
        }
        return seqs;
    }

    testing::FakeHost host;
    NameTable names{host};
    RowEncoder encoder{names};
    std::optional<TimeMerge> merge;
};

using Seqs = std::vector<std::uint64_t>;

TEST_F(TimeMergeTest, SortsWithinARow)
{
    add(1, 1, {30, 10, 20});
    EXPECT_EQ(takeBefore(std::nullopt), (Seqs{2, 3, 1}));
}

TEST_F(TimeMergeTest, MixesOverlappingRows)
{
    add(1, 1, {0, 10, 20});
    add(1, 4, {5, 15, 25});
    EXPECT_EQ(takeBefore(std::nullopt), (Seqs{1, 4, 2, 5, 3, 6}));
}

TEST_F(TimeMergeTest, HoldsBackWhatALaterRowMayPrecede)
{
    add(1, 1, {0, 10, 20});
    EXPECT_EQ(takeBefore(at(10)), (Seqs{1}));
    add(1, 4, {10, 12});
    EXPECT_EQ(takeBefore(std::nullopt), (Seqs{2, 4, 5, 3}));
}

TEST_F(TimeMergeTest, PutsTheLaterStoreLastAtEqualTimes)
{
    add(2, 1, {10});
    add(1, 9, {10});
    EXPECT_EQ(takeBefore(std::nullopt), (Seqs{9, 1}));
}

TEST_F(TimeMergeTest, TakesNothingOfADamagedRow)
{
    add(1, 1, {10});
    EXPECT_FALSE(merge->add("no row", {1, 2}, at(11), {}));
    EXPECT_EQ(takeBefore(std::nullopt), (Seqs{1}));
}

} // namespace

} // namespace historian::sqlite
