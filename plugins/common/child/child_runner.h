#pragma once

#include "child/child_process.h"
#include "child/child_report.h"
#include "child/child_settings.h"
#include "child/log_tap.h"
#include "child/messages.h"
#include "lines/line_splitter.h"
#include "lines/wake.h"

#include <historian/host.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace historian::child {

/// How long a child may take, and how soon it is started again.
struct ChildTimes {
    std::chrono::milliseconds readyMax{10'000}; ///< from its start to its greeting
    std::chrono::milliseconds stopMax{
        4'500}; ///< from the end of its input to SIGKILL; stop() has 5 s
    std::chrono::milliseconds retryFirst{1'000};
    std::chrono::milliseconds retryMax{
        60'000}; ///< also: who was ready so long begins with retryFirst again
};

/// What the child has not read yet of what was sent to it.
inline constexpr std::size_t kUnreadBytesMax = std::size_t{4} * 1024 * 1024;

/// What the owner of a runner wishes until it is woken again.
struct Turn {
    bool takesLines = true;        ///< else the child has to wait with its output
    std::optional<SteadyTime> due; ///< when it wants its turn at the latest
};

/// The owner of a runner. Threads: the runner's own calls it.
class ChildListener {
public:
    virtual ~ChildListener() = default;

    /// The child has said that it is ready.
    virtual void ready() = 0;

    /// A line of the child, after its greeting.
    virtual void line(std::string_view line) = 0;

    /// The child that was ready is gone.
    virtual void gone(const std::string& why) = 0;

    /// A child could not be started, or ended before it was ready.
    virtual void failed(const std::string&) {}

    /// Each time the thread is about to wait, and once before it ends.
    virtual Turn turn() = 0;
};

/// Keeps one child running: greets it, brings its lines, says in words why it is gone and starts it
/// again with back-off. Tells the host whether the instance does its work.
/// Threads: its own between start() and stop().
class ChildRunner {
public:
    ChildRunner(Host& host, ChildSettings settings, ChildListener& listener, ChildTimes times = {});

    ~ChildRunner() { stop(); }

    ChildRunner(const ChildRunner&) = delete;
    ChildRunner& operator=(const ChildRunner&) = delete;

    void start();

    /// Ends the child's input, waits for its end, else kills it; joins the thread.
    void stop();

    /// Sends a line. False: the child is not ready, or has too much to read already.
    /// Threads: any.
    bool send(std::string_view line);

    /// Ends a child that does not keep to the protocol; it is started again. Threads: any.
    void restart(std::string why);

    /// Ends a wait for the next turn. Threads: any.
    void wake() { wake_->wake(); }

    /// How the child is. Threads: any.
    ChildState state() const { return report_.state(); }

    /// For what outlives the runner.
    std::shared_ptr<lines::Wake> sharedWake() const { return wake_; }

private:
    enum class Phase : std::uint8_t { Down, Greeting, Ready, Leaving };

    struct Mail {
        std::string unread;
        std::string restartWhy;
        bool isReady = false;
    };

    void run(const std::stop_token& token);
    void launchIfDue();
    void leave();
    void waitForWork();
    void serve();
    void readOutput(std::size_t times);
    void readErrors();
    void writeInput();
    void takeLine(const lines::Line& line);
    void greet(std::string_view line);
    std::optional<std::string> whyEnd(bool hasExited);
    bool isEndingNow() const;
    void endChild(const std::string& why);
    void giveUp(const std::string& why);

    SteadyTime now() const { return host_.clock().steady(); }

    Host& host_;
    const ChildSettings settings_;
    const ChildTimes times_;
    ChildListener& listener_;
    std::shared_ptr<lines::Wake> wake_; // shared with commits that come after stop()
    lines::LineSplitter splitter_;
    LogTap log_;
    ChildReport report_;
    std::optional<ChildProcess> child_;
    Phase phase_ = Phase::Down;
    SteadyTime startAt_{};
    SteadyTime readySince_{};
    std::optional<SteadyTime> deadline_;
    std::chrono::milliseconds delay_{0};
    std::string fault_; // against the protocol, found while its lines were read
    std::string whyDown_;
    bool hasGreeted_ = false;
    bool takesLines_ = true;
    std::mutex mutex_;
    Mail mail_; // guarded by mutex_
    std::jthread thread_;
};

} // namespace historian::child
