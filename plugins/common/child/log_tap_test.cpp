#include "child/log_tap.h"

#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

namespace historian::child {

TEST(LogTap, HandsLinesOnWhole)
{
    testing::FakeHost host;
    LogTap tap(host);
    tap.take("Trace");
    tap.take("back\nnext\n");
    EXPECT_EQ(host.logLines(),
              (std::vector<std::string>{"the program says: Traceback", "the program says: next"}));
}

TEST(LogTap, CutsLongLines)
{
    testing::FakeHost host;
    LogTap tap(host);
    tap.take(std::string(1'000'000, 'x') + "\n");
    ASSERT_EQ(host.logLines().size(), 1U);
    EXPECT_LT(host.logLines()[0].size(), kLogLineBytesMax + 32);
}

TEST(LogTap, LeavesOutWhatIsTooMuchForAMinuteAndCountsIt)
{
    testing::FakeHost host;
    LogTap tap(host);
    for (int i = 0; i < 100; ++i) tap.take("x\n");
    EXPECT_EQ(host.logLines().size(), kLogLinesPerMinute + 1);
    EXPECT_EQ(host.counted("log_lines_dropped"), 100 - kLogLinesPerMinute);
    host.manualClock.advance(std::chrono::minutes(1));
    tap.take("again\n");
    EXPECT_EQ(host.logLines().back(), "the program says: again");
}

} // namespace historian::child
