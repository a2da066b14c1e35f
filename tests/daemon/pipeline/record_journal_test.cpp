#include "pipeline/record_journal.h"

#include <historian/testing/manual_clock.h>

#include <gtest/gtest.h>

namespace historian::pipeline {

using namespace std::chrono_literals;

TEST(RecordJournal, KeepsWhatAFailedCommitHadUnlessItIsNewerNow)
{
    RecordJournal journal;
    journal.put("k", "a", "1");
    journal.put("k", "b", "1");
    auto taken = journal.take();
    journal.put("k", "a", "2");
    journal.giveBack(std::move(taken));
    const auto again = journal.take();
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(*again[0].body, "2");
    EXPECT_EQ(*again[1].body, "1");
}

TEST(RecordedState, RemembersWhatItsOwnInstancePut)
{
    const testing::ManualClock clock;
    RecordedState state(
        clock, "usb", {{"instance_state", "usb/offset", "17"}, {"instance_state", "us/x", "1"}});
    EXPECT_EQ(state.get("offset"), "17");
    EXPECT_FALSE(state.get("x"));
    state.put("offset", "18");
    EXPECT_EQ(state.get("offset"), "18");
}

TEST(RecordedState, GivesItsChangesToTheNextBatchOnce)
{
    const testing::ManualClock clock;
    RecordedState state(clock, "usb", {});
    EXPECT_TRUE(state.take().empty());
    state.put("offset", "17");
    state.put("offset", "18");
    const auto changes = state.take();
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].kind, "instance_state");
    EXPECT_EQ(changes[0].key, "usb/offset");
    EXPECT_EQ(changes[0].body, "18");
    EXPECT_TRUE(state.owns(changes[0]));
    EXPECT_TRUE(state.take().empty());
}

TEST(RecordedState, LetsGoOfWhatNoBatchCameFor)
{
    testing::ManualClock clock;
    RecordedState state(clock, "usb", {});
    state.put("offset", "17");
    clock.advance(499ms);
    EXPECT_TRUE(state.takeOlderThan(500ms).empty());
    clock.advance(1ms);
    EXPECT_EQ(state.takeOlderThan(500ms).size(), 1U);
}

TEST(RecordedState, PrefersANewerPutToWhatIsGivenBack)
{
    const testing::ManualClock clock;
    RecordedState state(clock, "usb", {});
    state.put("offset", "17");
    state.put("name", "x");
    auto changes = state.take();
    state.put("offset", "18");
    state.giveBack(std::move(changes));
    const auto again = state.take();
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(again[0].body, "x");
    EXPECT_EQ(again[1].body, "18");
}

} // namespace historian::pipeline
