#include "host/runner.h"

#include <algorithm>

namespace historian::host {
namespace {

using base::InstanceCondition;

constexpr std::chrono::milliseconds kIdle{60'000};
constexpr std::size_t kErrandsMax = 8; ///< that wait for one instance
constexpr std::string_view kBytesSent = "sent_bytes";

HttpReply notRunning()
{
    HttpReply reply;
    reply.status = 503;
    reply.contentType = "application/problem+json";
    reply.body = R"({"type":"about:blank","title":"Service Unavailable","status":503,)"
                 R"("code":"instance_not_running","detail":"this input is not running now"})";
    reply.retryAfter = std::chrono::seconds(5);
    return reply;
}

HttpReply failed()
{
    HttpReply reply;
    reply.status = 500;
    reply.contentType = "application/problem+json";
    reply.body = R"({"type":"about:blank","title":"Internal Server Error","status":500,)"
                 R"("code":"plugin_fault","detail":"the plugin that answers this path failed"})";
    return reply;
}

} // namespace

Runner::Runner(InstancePlan plan, const PluginShelf& shelf, RunnerLimits limits)
    : plan_(std::move(plan)), shelf_(shelf), limits_(limits), host_(plan_.host)
{
}

void Runner::run(const std::stop_token& stop)
{
    std::chrono::milliseconds pause = limits_.retryFirst;
    while (!stop.stop_requested() && !attempt() && !isOver()) {
        wait(stop, pause);
        pause = std::min(pause * 2, limits_.retryMax);
    }
    live(stop);
    close();
    const std::lock_guard lock(mutex_);
    hasEnded_ = true;
    for (const auto& asked : errands_) {
        asked->error = Error{name() + " was stopped"};
        asked->isDone = true;
    }
    changed_.notify_all();
}

// Between start and stop, or after the last attempt.
void Runner::live(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        doErrands();
        const bool isFed = plan_.feed != nullptr && isRunning_->load() && !isStuck();
        const std::chrono::milliseconds rest = isFed ? feed() : kIdle;
        if (rest.count() > 0) bell().wait(stop, rest);
    }
}

// A ring does not end it: what rings is for a running instance, but for an errand.
void Runner::wait(const std::stop_token& stop, std::chrono::milliseconds longest)
{
    using Clock = std::chrono::steady_clock;
    const Clock::time_point end = Clock::now() + longest;
    while (!stop.stop_requested() && Clock::now() < end) {
        bell().wait(stop, std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()));
        doErrands();
    }
}

std::chrono::milliseconds Runner::feed()
{
    std::chrono::milliseconds rest{0};
    begin(limits_.stepMax);
    const std::optional<PluginFault> fault = guard([&] {
        rest = plan_.feed->step({*instance_->output(), host_, bytesSent()});
    });
    // Whoever gave it up may have let the feed go meanwhile.
    if (end() == Return::Late) return std::chrono::milliseconds(0);
    if (fault) {
        host_.degraded(fault->why);
        rest = plan_.feed->failed(fault->why, host_);
    } else if (isFeedFailing_ && rest.count() == 0) {
        host_.healthy();
    }
    isFeedFailing_ = fault.has_value() || (isFeedFailing_ && rest.count() != 0);
    return rest;
}

std::uint64_t Runner::bytesSent() const
{
    for (const base::CounterFigure& figure : host_.status().counters)
        if (figure.name == kBytesSent) return figure.value;
    return 0;
}

std::optional<Error> Runner::run(base::Errand errand)
{
    if (isStuck()) return Error{name() + " is stuck in a call that did not come back in time"};
    const auto asked = std::make_shared<Asked>(Asked{std::move(errand), false, {}});
    std::unique_lock lock(mutex_);
    if (hasEnded_) return Error{name() + " was stopped"};
    if (errands_.size() >= kErrandsMax)
        return Error{name() + ": too much is asked of it at once; try again"};
    errands_.push_back(asked);
    lock.unlock();
    bell().ring();
    lock.lock();
    if (!changed_.wait_for(lock, limits_.errandMax, [&] { return asked->isDone; }))
        return Error{name() + ": no answer within " +
                     std::to_string(limits_.errandMax / std::chrono::seconds(1)) + " s"};
    return asked->error;
}

void Runner::doErrands()
{
    while (true) {
        std::shared_ptr<Asked> asked;
        {
            const std::lock_guard lock(mutex_);
            if (errands_.empty()) return;
            asked = errands_.front();
            errands_.pop_front();
        }
        std::optional<Error> error = attend(asked->errand);
        const std::lock_guard lock(mutex_);
        asked->error = std::move(error);
        asked->isDone = true;
        changed_.notify_all();
    }
}

std::optional<Error> Runner::attend(const base::Errand& errand)
{
    if (!instance_ || isStuck()) {
        const std::string why = host_.status().why;
        return Error{name() + " is not running" + (why.empty() ? "" : ": " + why)};
    }
    begin(limits_.stepMax);
    const auto fault = guard([&] { errand(instance_->input(), instance_->output()); });
    end();
    if (fault) return Error{name() + ": " + fault->why};
    return std::nullopt;
}

bool Runner::isStuck() const
{
    return host_.status().condition == InstanceCondition::Stuck;
}

bool Runner::isOver() const
{
    return host_.status().condition == InstanceCondition::Disabled;
}

/// One try to get it running; true if it runs.
bool Runner::attempt()
{
    begin(limits_.startMax);
    const std::optional<PluginFault> fault = makeAndStart();
    end();
    const std::string_view why = fault ? std::string_view(fault->why) : std::string_view{};
    if (fault && fault->kind == PluginFault::Kind::Config)
        host_.setCondition(InstanceCondition::Disabled, why);
    else if (fault)
        host_.setCondition(InstanceCondition::Degraded, why);
    isRunning_->store(!fault);
    const std::lock_guard lock(mutex_);
    hasTried_ = true;
    changed_.notify_all();
    return !fault;
}

std::optional<PluginFault> Runner::makeAndStart()
{
    return guard([this] {
        if (!plan_.fault.empty()) throw ConfigError(plan_.fault);
        if (!instance_) {
            instance_ = std::make_unique<Instance>(plan_.source, shelf_, host_);
            host_.setVersion(instance_->version());
        }
        publishRoutes();
        // What the plugin says of itself while it starts counts more than that it started.
        host_.setCondition(InstanceCondition::Healthy, {});
        if (instance_->input() != nullptr)
            instance_->input()->start(*plan_.sink);
        else
            instance_->output()->start();
    });
}

void Runner::publishRoutes()
{
    if (arePublished_ || !plan_.publish || instance_->routes() == nullptr) return;
    std::vector<Route> routes = instance_->routes()->routes();
    for (Route& route : routes)
        route.handler = [handler = std::move(route.handler),
                         running = isRunning_](HttpRequest& request) {
            if (!running->load()) return notRunning();
            HttpReply reply;
            return guard([&] { reply = handler(request); }) ? failed() : reply;
        };
    plan_.publish(plan_.host.name, std::move(routes));
    arePublished_ = true;
}

void Runner::close()
{
    isRunning_->store(false);
    if (!instance_) return;
    begin(limits_.stopMax);
    const std::optional<PluginFault> fault = guard([this] {
        if (instance_->input() != nullptr)
            instance_->input()->stop();
        else
            instance_->output()->stop();
    });
    const std::optional<PluginFault> second = guard([this] { instance_.reset(); });
    end();
    for (const auto& one : {fault, second})
        if (one) host_.log(LogLevel::Warning, "stopping it failed: " + one->why);
}

void Runner::begin(std::chrono::milliseconds allowed)
{
    const std::lock_guard lock(mutex_);
    deadline_ = std::chrono::steady_clock::now() + allowed;
}

// A call that was given up and comes back after all: the instance goes on.
Runner::Return Runner::end()
{
    {
        const std::lock_guard lock(mutex_);
        deadline_.reset();
    }
    return host_.cameBack() ? Return::Late : Return::InTime;
}

bool Runner::awaitStarted()
{
    // The deadline is that of the call, which may begin later than this wait.
    std::unique_lock lock(mutex_);
    while (!hasTried_) {
        const Deadline now = std::chrono::steady_clock::now();
        if (deadline_ && now >= *deadline_) return false;
        changed_.wait_until(lock, deadline_.value_or(now + limits_.startMax));
    }
    return true;
}

bool Runner::awaitEnded()
{
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limits_.stopMax, [this] { return hasEnded_; });
}

bool Runner::checkStuck()
{
    // Under the lock, so that a call that comes back just now is not given up after its end().
    const std::lock_guard lock(mutex_);
    if (!deadline_ || std::chrono::steady_clock::now() < *deadline_) return isStuck();
    host_.setCondition(InstanceCondition::Stuck,
                       "a call did not come back in time; it is left alone until it does");
    return true;
}

} // namespace historian::host
