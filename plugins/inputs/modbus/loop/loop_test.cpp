#include "link/file_descriptor.h"
#include "loop/loop.h"
#include "testing/live_host.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <stdexcept>
#include <string>
#include <thread>

namespace historian::modbus {
namespace {

using namespace std::chrono_literals;

struct LoopTest : ::testing::Test {
    testing::LiveHost host;
    Loop loop{host.clock()};
    std::string told;

    Task<> tellAfter(std::chrono::milliseconds time, char name)
    {
        co_await loop.sleep(loop.now() + time);
        told += name;
    }

    Task<Loop::Woken> waitFor(int fd, SteadyTime deadline)
    {
        co_return co_await loop.wait(fd, POLLIN, deadline);
    }

    Task<Loop::Woken> restUntil(SteadyTime deadline) { co_return co_await loop.rest(deadline); }

    Task<int> doubled(int number)
    {
        co_await loop.sleep(loop.now());
        co_return 2 * number;
    }

    Task<int> sum(int count)
    {
        int all = 0;
        for (int i = 1; i <= count; ++i) all += co_await doubled(i);
        co_return all;
    }

    Task<> fail()
    {
        co_await loop.sleep(loop.now());
        throw std::runtime_error("it went wrong");
    }

    SteadyTime never() const { return loop.now() + 1h; }
};

} // namespace

TEST_F(LoopTest, RunsTasksSideBySide)
{
    std::vector<Task<>> tasks;
    tasks.push_back(tellAfter(60ms, 'c'));
    tasks.push_back(tellAfter(20ms, 'a'));
    tasks.push_back(tellAfter(40ms, 'b'));
    loop.run(tasks);
    EXPECT_EQ(told, "abc");
}

TEST_F(LoopTest, GivesWhatATaskOfTasksComesTo)
{
    EXPECT_EQ(loop.finish(sum(1000)), 1001 * 1000);
}

TEST_F(LoopTest, WaitsForADescriptorAndItsDeadline)
{
    const FileDescriptor event(::eventfd(0, EFD_CLOEXEC));
    const SteadyTime begun = loop.now();
    EXPECT_EQ(loop.finish(waitFor(event.get(), begun + 20ms)), Loop::Woken::Deadline);
    EXPECT_GE(loop.now() - begun, 20ms);
    ::eventfd_write(event.get(), 1);
    EXPECT_EQ(loop.finish(waitFor(event.get(), never())), Loop::Woken::Ready);
}

TEST_F(LoopTest, EndsEveryWaitWhenItIsInterruptedAndUntilItIsResumed)
{
    const std::jthread other([this] { loop.interrupt(); });
    EXPECT_EQ(loop.finish(waitFor(-1, never())), Loop::Woken::Interrupted);
    EXPECT_EQ(loop.finish(restUntil(never())), Loop::Woken::Interrupted);
    loop.resume();
    EXPECT_EQ(loop.finish(restUntil(loop.now())), Loop::Woken::Deadline);
}

TEST_F(LoopTest, WakesThoseThatRestWhenItIsNudged)
{
    const std::jthread other([this] { loop.nudge(); });
    EXPECT_EQ(loop.finish(restUntil(never())), Loop::Woken::Nudged);
}

TEST_F(LoopTest, DoesNotForgetANudgeThatCameBeforeTheRest)
{
    loop.nudge();
    EXPECT_EQ(loop.finish(restUntil(never())), Loop::Woken::Nudged);
}

TEST_F(LoopTest, LetsANudgePassWhoeverWaitsForADescriptor)
{
    loop.nudge();
    EXPECT_EQ(loop.finish(waitFor(-1, loop.now() + 10ms)), Loop::Woken::Deadline);
}

TEST_F(LoopTest, ThrowsWhatATaskThrew)
{
    std::vector<Task<>> tasks;
    tasks.push_back(fail());
    tasks.push_back(tellAfter(5ms, 'a'));
    EXPECT_THROW(loop.run(tasks), std::runtime_error);
    EXPECT_EQ(told, "a");
}

TEST_F(LoopTest, LetsATaskGoThatNeverEnded)
{
    {
        const Task<> task = tellAfter(1h, 'x');
        task.begin();
    }
    EXPECT_EQ(loop.finish(doubled(2)), 4);
    EXPECT_EQ(told, "");
}

} // namespace historian::modbus
