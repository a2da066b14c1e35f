#pragma once

#include "base/errand.h"
#include "base/feed.h"
#include "host/instance.h"
#include "host/instance_host.h"
#include "host/plugin_guard.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace historian::host {

/// How long calls may take and how soon a failed start is tried again.
struct RunnerLimits {
    std::chrono::milliseconds startMax{10'000};  ///< making and starting an instance
    std::chrono::milliseconds stopMax{5'000};    ///< stopping it
    std::chrono::milliseconds errandMax{60'000}; ///< that one who asks waits
    std::chrono::milliseconds stepMax{
        65'000}; ///< one step of its feed or one errand; 60 s are its own
    std::chrono::milliseconds retryFirst{1'000};
    std::chrono::milliseconds retryMax{60'000};
};

/// Takes the routes of an instance once. Throws ConfigError if a path is taken.
using PublishRoutes = std::function<void(const std::string& instance, std::vector<Route> routes)>;

/// What one instance is to be.
struct InstancePlan {
    InstanceSource source;
    HostParts host;
    std::string fault;          ///< not empty: its configuration is wrong and it never starts
    Sink* sink = nullptr;       ///< of an input
    PublishRoutes publish;      ///< may be empty
    base::Feed* feed = nullptr; ///< of an output; outlives the runner
};

/// Runs one instance on one thread: makes it, starts it, tries again with back-off while it cannot,
/// and stops it. Never two calls at once. A call that does not come back in time makes the
/// instance stuck until it does; its thread keeps the runner alive (hence shared_ptr) and is left
/// alone.
/// Threads: run() on the instance's own; the others from any.
class Runner {
public:
    Runner(InstancePlan plan, const PluginShelf& shelf, RunnerLimits limits);

    /// The instance's life; returns when it is stopped.
    void run(const std::stop_token& stop);

    /// Waits until the first attempt to start has come to something. False: it is overdue.
    bool awaitStarted();

    /// Waits until run() has ended. False: it is overdue.
    bool awaitEnded();

    /// Marks an instance whose call is overdue as stuck, and says whether it is.
    bool checkStuck();

    /// Runs an errand between two other calls (base::RunErrand).
    std::optional<Error> run(base::Errand errand);

    base::InstanceStatus status() const { return host_.status(); }

    const std::string& name() const { return plan_.host.name; }

private:
    /// An errand and what came of it; shared because who asked may stop waiting.
    struct Asked {
        base::Errand errand;
        bool isDone = false;
        std::optional<Error> error;
    };

    using Deadline = std::chrono::steady_clock::time_point;

    /// How a call came back.
    enum class Return : std::uint8_t { InTime, Late };

    bool isOver() const;
    bool isStuck() const;
    bool attempt();
    void live(const std::stop_token& stop);
    void wait(const std::stop_token& stop, std::chrono::milliseconds longest);
    std::chrono::milliseconds feed();
    std::uint64_t bytesSent() const;
    void doErrands();
    std::optional<Error> attend(const base::Errand& errand);

    base::Bell& bell() { return plan_.feed == nullptr ? bell_ : plan_.feed->bell(); }

    std::optional<PluginFault> makeAndStart();
    void publishRoutes();
    void close();
    void begin(std::chrono::milliseconds allowed);
    Return end();

    InstancePlan plan_;
    const PluginShelf& shelf_;
    RunnerLimits limits_;
    InstanceHost host_;
    std::unique_ptr<Instance> instance_;
    // Routes outlive a stop for as long as the web server holds them, so they ask this first.
    std::shared_ptr<std::atomic<bool>> isRunning_ = std::make_shared<std::atomic<bool>>(false);
    bool arePublished_ = false;

    base::Bell bell_; ///< where there is no feed
    bool isFeedFailing_ = false;

    std::deque<std::shared_ptr<Asked>> errands_;
    bool hasTried_ = false;
    bool hasEnded_ = false;
    std::optional<Deadline> deadline_; ///< of the call that is under way
    std::condition_variable_any changed_;
    mutable std::mutex mutex_;
};

} // namespace historian::host
