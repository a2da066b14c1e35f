#include "host/runner.h"

#include <algorithm>

namespace historian::host {
namespace {

using base::InstanceCondition;

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
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, stop, pause, [] { return false; });
        pause = std::min(pause * 2, limits_.retryMax);
    }
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [] { return false; });
    }
    close();
    const std::lock_guard lock(mutex_);
    hasEnded_ = true;
    changed_.notify_all();
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

void Runner::end()
{
    const std::lock_guard lock(mutex_);
    deadline_.reset();
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
    {
        const std::lock_guard lock(mutex_);
        if (!deadline_ || std::chrono::steady_clock::now() < *deadline_)
            return host_.status().condition == InstanceCondition::Stuck;
    }
    host_.setCondition(
        InstanceCondition::Stuck,
        "a call did not come back in time; it is left alone until the next start of the daemon");
    return true;
}

} // namespace historian::host
