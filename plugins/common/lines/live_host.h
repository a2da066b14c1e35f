#pragma once

#include <historian/testing/fake_host.h>
#include <historian/testing/running_clock.h>

#include <chrono>
#include <condition_variable>
#include <functional>

namespace historian::lines {

/// A fake host for tests with real ports and children: its clock runs, and tests can wait for what
/// it is told. Threads: any.
class LiveHost : public testing::FakeHost {
public:
    using FakeHost::FakeHost;

    const Clock& clock() const override { return clock_; }

    void log(LogLevel level, std::string_view message) override
    {
        FakeHost::log(level, message);
        told_.notify_all();
    }

    void healthy() override
    {
        FakeHost::healthy();
        told_.notify_all();
    }

    void degraded(std::string_view why) override
    {
        FakeHost::degraded(why);
        told_.notify_all();
    }

    /// Waits until it is so, looking again whenever the host is told something; false after 30 s.
    bool waitUntil(const std::function<bool()>& isSo)
    {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        std::unique_lock lock(waitMutex_);
        while (!isSo()) {
            if (std::chrono::steady_clock::now() > limit) return false;
            told_.wait_for(lock, std::chrono::milliseconds(10));
        }
        return true;
    }

    bool waitUntilDegraded(std::string_view words)
    {
        return waitUntil([&] { return whyDegraded().find(words) != std::string::npos; });
    }

    bool hasLogged(std::string_view words) const
    {
        for (const std::string& line : logLines())
            if (line.find(words) != std::string::npos) return true;
        return false;
    }

private:
    testing::RunningClock clock_;
    std::mutex waitMutex_;
    std::condition_variable told_;
};

} // namespace historian::lines
