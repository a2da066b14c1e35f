#include "host/supervisor.h"
#include "host_support.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <thread>

namespace historian::host {
namespace {

using base::InstanceCondition;
using std::chrono::milliseconds;

/// What the fakes of one test did, in order.
class Diary {
public:
    void add(const std::string& line)
    {
        const std::lock_guard lock(mutex_);
        lines_.push_back(line);
        changed_.notify_all();
    }

    std::vector<std::string> lines() const
    {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

    bool waitFor(const std::string& line)
    {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(120), [&] {
            return std::find(lines_.begin(), lines_.end(), line) != lines_.end();
        });
    }

private:
    std::vector<std::string> lines_;
    std::condition_variable changed_;
    mutable std::mutex mutex_;
};

class GoodInput : public Input, public Routes {
public:
    GoodInput(Diary& diary, std::string name) : diary_(diary), name_(std::move(name)) {}

    ~GoodInput() override { diary_.add(name_ + " gone"); }

    void start(Sink&) override { diary_.add(name_ + " start"); }

    void stop() override { diary_.add(name_ + " stop"); }

    std::vector<Route> routes() override
    {
        Route route;
        route.method = "POST";
        route.path = "/" + name_;
        route.handler = [](HttpRequest&) {
            HttpReply reply;
            reply.body = "hello";
            return reply;
        };
        return {route};
    }

protected:
    Diary& diary_;
    std::string name_;
};

/// Cannot start at its first attempts.
class LateInput : public GoodInput {
public:
    LateInput(Diary& diary, std::string name, int failures)
        : GoodInput(diary, std::move(name)), failures_(failures)
    {
    }

    void start(Sink& sink) override
    {
        if (failures_-- > 0) {
            diary_.add(name_ + " refused");
            throw Unavailable("the port is taken");
        }
        GoodInput::start(sink);
    }

private:
    int failures_;
};

class ThrowingStopInput : public GoodInput {
public:
    using GoodInput::GoodInput;

    void stop() override { throw 42; }
};

class ThrowingRouteInput : public GoodInput {
public:
    using GoodInput::GoodInput;

    std::vector<Route> routes() override
    {
        std::vector<Route> all = GoodInput::routes();
        all[0].handler = [](HttpRequest&) -> HttpReply { throw std::runtime_error("oh"); };
        return all;
    }
};

/// Never comes back from start().
class StuckInput : public GoodInput {
public:
    using GoodInput::GoodInput;

    void start(Sink&) override
    {
        for (;;) ::pause();
    }
};

class NoRequest : public HttpRequest {
public:
    std::string_view method() const override { return "POST"; }

    std::string_view path() const override { return "/"; }

    std::string_view pathParameter(std::string_view) const override { return {}; }

    std::string_view header(std::string_view) const override { return {}; }

    std::string_view address() const override { return "127.0.0.1"; }

    std::span<const std::pair<std::string, std::string>> parameters() const override { return {}; }

    std::string_view body() const override { return {}; }

    Result<std::size_t> read(std::span<char>) override { return std::size_t{0}; }
};

/// Tries again soon.
RunnerLimits limitsOf(milliseconds startMax)
{
    RunnerLimits limits;
    limits.startMax = startMax;
    limits.stopMax = milliseconds(120'000);
    limits.retryFirst = milliseconds(1);
    limits.retryMax = milliseconds(4);
    return limits;
}

struct Stage {
    explicit Stage(RunnerLimits limits = limitsOf(milliseconds(120'000)))
        : supervisor(shelf, limits)
    {
    }

    template <typename Fake, typename... Arguments>
    void add(const std::string& name, Arguments... arguments)
    {
        InstancePlan plan{{}, ground.parts(name), {}, &ground.sink, {}};
        plan.source.builtIn = [this, name, arguments...](Host&) {
            return std::make_unique<Fake>(diary, name, arguments...);
        };
        plan.publish = [this](const std::string&, std::vector<Route> added) {
            routes.insert(routes.end(), added.begin(), added.end());
        };
        supervisor.add(std::move(plan));
    }

    InstanceCondition condition(std::size_t index) const
    {
        return supervisor.statuses().at(index).condition;
    }

    Ground ground;
    Diary diary;
    std::vector<Route> routes;
    PluginShelf shelf{{}};
    Supervisor supervisor;
};

TEST(Supervisor, StartsInOrderAndStopsInReverse)
{
    Stage stage;
    stage.add<GoodInput>("a");
    stage.add<GoodInput>("b");
    stage.supervisor.start();
    EXPECT_EQ(stage.condition(0), InstanceCondition::Healthy);
    stage.supervisor.stop();
    stage.supervisor.stop();
    EXPECT_EQ(
        stage.diary.lines(),
        (std::vector<std::string>{"a start", "b start", "b stop", "b gone", "a stop", "a gone"}));
}

TEST(Supervisor, TriesAgainWhatIsUnavailable)
{
    Stage stage;
    stage.add<LateInput>("late", 3);
    stage.add<GoodInput>("good");
    stage.supervisor.start();
    EXPECT_EQ(stage.condition(1), InstanceCondition::Healthy);
    EXPECT_TRUE(stage.diary.waitFor("late start"));
    stage.supervisor.stop();
    const std::vector<std::string> lines = stage.ground.lines();
    EXPECT_NE(
        std::find(lines.begin(), lines.end(), "input.fake[late]: degraded: the port is taken"),
        lines.end());
}

TEST(Supervisor, DisablesWhatIsWronglyConfiguredAndRunsTheRest)
{
    Stage stage;
    InstancePlan plan{
        {}, stage.ground.parts("wrong"), "h.yaml:3:5: unknown key 'bauds'", nullptr, {}};
    stage.supervisor.add(std::move(plan));
    InstancePlan missing{{PluginKind::Input, "none", configured({}), {}},
                         stage.ground.parts("missing"),
                         {},
                         nullptr,
                         {}};
    stage.supervisor.add(std::move(missing));
    stage.add<GoodInput>("good");
    stage.supervisor.start();
    const auto statuses = stage.supervisor.statuses();
    EXPECT_EQ(statuses[0].condition, InstanceCondition::Disabled);
    EXPECT_EQ(statuses[0].why, "h.yaml:3:5: unknown key 'bauds'");
    EXPECT_EQ(statuses[1].condition, InstanceCondition::Disabled);
    EXPECT_NE(statuses[1].why.find("there is no input plugin 'none'"), std::string::npos);
    EXPECT_EQ(statuses[2].condition, InstanceCondition::Healthy);
}

TEST(Supervisor, DisablesAnInstanceWhosePathIsTaken)
{
    Stage stage;
    InstancePlan plan{{}, stage.ground.parts("second"), {}, &stage.ground.sink, {}};
    plan.source.builtIn = [&stage](Host&) { return std::make_unique<GoodInput>(stage.diary, "x"); };
    plan.publish = [](const std::string&, std::vector<Route>) {
        throw ConfigError("POST /x belongs to first");
    };
    stage.supervisor.add(std::move(plan));
    stage.supervisor.start();
    EXPECT_EQ(stage.condition(0), InstanceCondition::Disabled);
    EXPECT_EQ(stage.supervisor.statuses()[0].why, "POST /x belongs to first");
}

TEST(Supervisor, LeavesAStuckInstanceAloneAndGoesOn)
{
    // The stuck thread outlives the test, so what it may touch must, too.
    static Stage stage(limitsOf(milliseconds(30)));
    stage.add<StuckInput>("stuck");
    stage.add<GoodInput>("good");
    stage.supervisor.start();
    EXPECT_EQ(stage.condition(0), InstanceCondition::Stuck);
    // On a busy machine it is late as well, and comes back.
    EXPECT_TRUE(stage.diary.waitFor("good start"));
    while (stage.condition(1) != InstanceCondition::Healthy) std::this_thread::yield();
    stage.supervisor.stop();
    EXPECT_TRUE(stage.supervisor.hasAbandoned());
    EXPECT_EQ(stage.diary.lines(),
              (std::vector<std::string>{"good start", "good stop", "good gone"}));
}

TEST(Supervisor, SurvivesAThrowFromStop)
{
    Stage stage;
    stage.add<ThrowingStopInput>("a");
    stage.supervisor.start();
    stage.supervisor.stop();
    EXPECT_FALSE(stage.supervisor.hasAbandoned());
    EXPECT_EQ(stage.ground.lines().back(),
              "input.fake[a]: stopping it failed: threw something that is no std::exception");
}

TEST(Supervisor, AnswersForRoutesOfWhatDoesNotRun)
{
    Stage stage;
    stage.add<GoodInput>("a");
    stage.supervisor.start();
    ASSERT_EQ(stage.routes.size(), 1U);
    NoRequest request;
    EXPECT_EQ(stage.routes[0].handler(request).body, "hello");
    stage.supervisor.stop();
    EXPECT_EQ(stage.routes[0].handler(request).status, 503);
    EXPECT_GT(stage.routes[0].handler(request).retryAfter.count(), 0);
}

TEST(Supervisor, TurnsAThrowingHandlerIntoAnAnswer)
{
    Stage stage;
    stage.add<ThrowingRouteInput>("a");
    stage.supervisor.start();
    NoRequest request;
    EXPECT_EQ(stage.routes.at(0).handler(request).status, 500);
    stage.supervisor.stop();
}

} // namespace
} // namespace historian::host
