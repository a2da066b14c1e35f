#include "host/supervisor.h"
#include "host_support.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <thread>

namespace historian::host {
namespace {

using base::FeedTurn;
using base::InstanceCondition;
using std::chrono::milliseconds;

constexpr std::chrono::seconds kGenerous{60};

/// Calls the output at each step, and can be told to throw or to stay away.
class CountingFeed : public base::Feed {
public:
    milliseconds step(const FeedTurn& turn) override
    {
        std::unique_lock lock(mutex_);
        ++steps_;
        bytesSent_ = turn.bytesSent;
        thread_ = std::this_thread::get_id();
        changed_.notify_all();
        if (isThrowing_) throw std::runtime_error("oh");
        changed_.wait(lock, [this] { return !isBlocked_; });
        lock.unlock();
        static_cast<void>(turn.output.deliver({}));
        return std::chrono::hours(1);
    }

    milliseconds failed(std::string_view why, Host&) override
    {
        const std::lock_guard lock(mutex_);
        why_ = why;
        changed_.notify_all();
        return std::chrono::hours(1);
    }

    base::Bell& bell() override { return bell_; }

    void set(bool isThrowing, bool isBlocked)
    {
        const std::lock_guard lock(mutex_);
        isThrowing_ = isThrowing;
        isBlocked_ = isBlocked;
        changed_.notify_all();
    }

    bool waitForSteps(int steps)
    {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kGenerous, [&] { return steps_ >= steps; });
    }

    std::string waitForFault()
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kGenerous, [&] { return !why_.empty(); });
        return why_;
    }

    int steps() const
    {
        const std::lock_guard lock(mutex_);
        return steps_;
    }

    std::uint64_t bytesSent() const
    {
        const std::lock_guard lock(mutex_);
        return bytesSent_;
    }

    std::thread::id thread() const
    {
        const std::lock_guard lock(mutex_);
        return thread_;
    }

private:
    int steps_ = 0;
    std::uint64_t bytesSent_ = 0;
    bool isThrowing_ = false;
    bool isBlocked_ = false;
    std::string why_;
    std::thread::id thread_;
    base::Bell bell_;
    std::condition_variable changed_;
    mutable std::mutex mutex_;
};

class FeedTest : public ::testing::Test {
protected:
    /// Kept loaded: a thread that was left alone still runs code of its library.
    static const PluginShelf& shelf()
    {
        static const PluginShelf all({std::filesystem::path(HOST_TEST_PLUGINS) / "outputs"});
        return all;
    }

    void start(RunnerLimits limits = {})
    {
        supervisor = std::make_unique<Supervisor>(shelf(), limits);
        HostParts parts = ground.parts("cloud");
        parts.kind = "output";
        InstancePlan plan{{}, std::move(parts), {}, nullptr, {}, &feed};
        plan.source = {PluginKind::Output, "taking", configured({}), {}};
        const auto held = std::make_shared<int>();
        plan.publish = [held](const std::string&, const std::vector<Route>&) {};
        runnerHolds = held;
        supervisor->add(std::move(plan));
        supervisor->start();
    }

    Ground ground;
    CountingFeed feed;
    std::unique_ptr<Supervisor> supervisor;
    std::weak_ptr<int> runnerHolds; ///< gone with the runner
};

TEST_F(FeedTest, FeedsAnOutputOnItsThreadUntilItIsStopped)
{
    start();
    ASSERT_TRUE(feed.waitForSteps(1));
    EXPECT_NE(feed.thread(), std::this_thread::get_id());
    feed.bell().ring();
    ASSERT_TRUE(feed.waitForSteps(2));
    EXPECT_EQ(feed.bytesSent(), 10U);
    supervisor->stop();
    const int steps = feed.steps();
    feed.bell().ring();
    EXPECT_EQ(feed.steps(), steps);
    EXPECT_FALSE(supervisor->hasAbandoned());
}

TEST_F(FeedTest, ShowsAnOutputThatThrowsAndGoesOn)
{
    feed.set(true, false);
    start();
    EXPECT_EQ(feed.waitForFault(), "threw: oh");
    EXPECT_EQ(supervisor->statuses().at(0).condition, InstanceCondition::Degraded);
    feed.set(false, false);
    feed.bell().ring();
    EXPECT_TRUE(feed.waitForSteps(2));
}

TEST_F(FeedTest, LeavesAnOutputAloneThatDoesNotComeBack)
{
    feed.set(false, true);
    RunnerLimits limits;
    limits.stepMax = milliseconds(1);
    limits.stopMax = milliseconds(100);
    start(limits);
    ASSERT_TRUE(feed.waitForSteps(1));
    while (supervisor->statuses().at(0).condition != InstanceCondition::Stuck) supervisor->watch();
    EXPECT_TRUE(supervisor->run("cloud", [](Input*, Output*) {}).has_value());
    supervisor->stop();
    EXPECT_TRUE(supervisor->hasAbandoned());
    // The thread that was left alone ends by itself before its feed and its library go.
    feed.set(false, false);
    supervisor.reset();
    while (!runnerHolds.expired()) std::this_thread::yield();
}

TEST_F(FeedTest, GoesOnWithAnOutputWhoseCallCameBackLate)
{
    feed.set(false, true);
    RunnerLimits limits;
    limits.stepMax = milliseconds(1);
    start(limits);
    ASSERT_TRUE(feed.waitForSteps(1));
    while (supervisor->statuses().at(0).condition != InstanceCondition::Stuck) supervisor->watch();
    feed.set(false, false);
    EXPECT_TRUE(feed.waitForSteps(2));
    EXPECT_EQ(supervisor->statuses().at(0).condition, InstanceCondition::Healthy);
    EXPECT_FALSE(supervisor->run("cloud", [](Input*, Output*) {}).has_value());
    supervisor->stop();
    EXPECT_FALSE(supervisor->hasAbandoned());
}

TEST_F(FeedTest, RunsErrandsOnTheThreadOfTheInstance)
{
    start();
    ASSERT_TRUE(feed.waitForSteps(1));
    std::thread::id thread;
    bool hasOutput = false;
    const auto error = supervisor->run("cloud", [&](Input* input, Output* output) {
        thread = std::this_thread::get_id();
        hasOutput = input == nullptr && output != nullptr;
    });
    EXPECT_FALSE(error);
    EXPECT_EQ(thread, feed.thread());
    EXPECT_TRUE(hasOutput);
}

TEST_F(FeedTest, SaysWhyAnErrandWasNotRun)
{
    start();
    EXPECT_EQ(supervisor->run("clod", [](Input*, Output*) {})->message,
              "there is no input or output 'clod'");
    EXPECT_EQ(
        supervisor->run("cloud", [](Input*, Output*) { throw std::runtime_error("oh"); })->message,
        "cloud: threw: oh");
    supervisor->stop();
    EXPECT_EQ(supervisor->run("cloud", [](Input*, Output*) {})->message, "cloud was stopped");
}

} // namespace
} // namespace historian::host
