#include "sqlite_store.h"
#include "test_readings.h"

#include <gtest/gtest.h>

#include <memory>

namespace historian::sqlite {

namespace {

using std::chrono::seconds;

/// A board whose clock stood at some wrong time, 1,000 s behind, until it was set.
class RedatingTest : public ::testing::Test {
protected:
    RedatingTest() { open(); }

    void open()
    {
        store.reset();
        store = std::make_unique<SqliteStore>(host, Settings{directory.path(), 64 << 20, 0});
        store->start();
    }

    void commit(std::string_view boot, Time time, bool isUnsynced, std::string_view device = "d")
    {
        Readings readings(host);
        readings.add(device, time, 1);
        if (isUnsynced) readings.batch[0].flags.add(Flag::Unsynced);
        commitBatch(boot, readings.batch);
    }

    void commitBatch(std::string_view boot, const Batch& batch)
    {
        ASSERT_TRUE(
            std::holds_alternative<Receipt>(store->commit({batch, {}, boot, seconds(100)})));
    }

    std::uint64_t redate(std::string_view boot, seconds wallMinusMonotonic = seconds(1100))
    {
        return std::get<std::uint64_t>(store->redate(boot, wallMinusMonotonic));
    }

    Batch all() { return (*(*store->snapshot())->readAfter(0, 100)).readings; }

    TempDirectory directory;
    testing::FakeHost host;
    std::unique_ptr<SqliteStore> store;
};

TEST_F(RedatingTest, MovesUnsyncedReadingsOfTheBootOnce)
{
    commit("old", at(5), true);
    commit("now", at(10), true);
    commit("now", at(20), false);
    EXPECT_EQ(redate("now"), 1U);
    const Batch batch = all();
    EXPECT_EQ(batch[0].time, at(5)) << "another boot";
    EXPECT_EQ(batch[1].time, at(1010));
    EXPECT_EQ(batch[1].received, at(1010) + std::chrono::milliseconds(20));
    EXPECT_FALSE(batch[1].flags.has(Flag::Unsynced));
    EXPECT_EQ(batch[1].seq, 2U);
    EXPECT_EQ(batch[2].time, at(20)) << "its time was right";
    EXPECT_EQ(redate("now"), 0U);
    EXPECT_EQ(store->status().redatings, 1U);
}

TEST_F(RedatingTest, KeepsATimeThatWasTakenAsGiven)
{
    Readings readings(host);
    readings.add("d", at(-500), 1);
    readings.batch[0].received = at(10);
    readings.batch[0].flags.add(Flag::Unsynced);
    readings.batch[0].flags.add(Flag::Backfill);
    commitBatch("now", readings.batch);
    EXPECT_EQ(redate("now"), 1U);
    EXPECT_EQ(all()[0].time, at(-500));
    EXPECT_EQ(all()[0].received, at(1010));
}

TEST_F(RedatingTest, IsFoundByTimeAndAsTheNewestAlsoAfterARestart)
{
    commit("earlier", at(900), false);
    commit("now", at(10), true);
    commit("now", at(11), true);
    redate("now");
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(store->latest().readings[0].time, at(1011));
        EXPECT_EQ(store->status().oldest, at(900));
        EXPECT_EQ(store->status().newest, at(1011));
        std::size_t found = 0;
        (*store->snapshot())
            ->scan(*host.symbol(NameKind::Device, "d"),
                   {},
                   at(1000),
                   at(2000),
                   [&](const Segment& piece) {
                       found += piece.readings.size();
                       return true;
                   });
        EXPECT_EQ(found, 2U);
        open();
    }
}

TEST_F(RedatingTest, FollowsAClockThatWasAhead)
{
    commit("now", at(5000), true);
    commit("now", at(5001), true);
    redate("now", seconds(-3900));
    EXPECT_EQ(store->latest().readings[0].time, at(1001));
    EXPECT_EQ(store->status().newest, at(1001));
}

} // namespace

} // namespace historian::sqlite
