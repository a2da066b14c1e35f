#include "runner.h"

#include <iterator>

namespace historian::modbus {
namespace {

using Steps = std::vector<ProbeStep>;

constexpr std::chrono::seconds kUntilItsTurn{8}; // a poll under way comes first

void append(Steps& all, Steps steps)
{
    std::ranges::move(steps, std::back_inserter(all));
}

} // namespace

Runner::Runner(Host& host, Troubles& troubles, std::vector<LineSettings> lines)
    : host_(host), loop_(host.clock())
{
    for (LineSettings& line : lines)
        pollers_.push_back(
            std::make_unique<Poller>(Poller::Parts{host, loop_, troubles}, std::move(line)));
}

void Runner::start(Sink& sink)
{
    thread_ = std::jthread([this, &sink] { run(sink); });
}

void Runner::run(Sink& sink)
{
    std::vector<Task<>> tasks;
    for (const auto& poller : pollers_) tasks.push_back(poller->run(sink));
    try {
        loop_.run(tasks);
    } catch (const std::exception& fault) {
        host_.degraded(std::string("the polls have ended: ") + fault.what());
    }
}

void Runner::stop()
{
    loop_.interrupt();
    if (thread_.joinable()) thread_.join();
    for (const auto& poller : pollers_) poller->rest();
    loop_.resume();
}

std::vector<ProbeStep> Runner::probe(std::chrono::milliseconds limit)
{
    if (thread_.joinable()) return probeWhileRunning(limit);
    Steps all;
    for (const auto& poller : pollers_) {
        append(all, loop_.finish(poller->probe(limit)));
        poller->rest();
    }
    return all;
}

std::vector<ProbeStep> Runner::probeWhileRunning(std::chrono::milliseconds limit)
{
    std::vector<std::future<Steps>> answers;
    for (const auto& poller : pollers_) answers.push_back(poller->askForProbe(limit));
    loop_.nudge();
    const auto end = std::chrono::steady_clock::now() + limit + kUntilItsTurn;
    Steps all;
    for (std::future<Steps>& answer : answers) {
        if (answer.wait_until(end) == std::future_status::ready)
            append(all, answer.get());
        else
            all.push_back({"wait for a poll under way", false, "it did not end in time"});
    }
    return all;
}

} // namespace historian::modbus
