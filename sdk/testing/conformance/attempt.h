#pragma once

#include "report.h"

#include <historian/error.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace historian::conformance {

inline constexpr std::chrono::seconds kStartMax{10};
inline constexpr std::chrono::seconds kStopMax{5};
inline constexpr std::chrono::seconds kDeliverMax{60};

/// While it lives, time runs; if it is over before, the rule fails: "WHAT did not return in N s".
class Deadline {
public:
    Deadline(const Report& report, std::string what, std::chrono::seconds limit)
        : thread_([this, &report, what = std::move(what), limit](const std::stop_token& token) {
              std::unique_lock lock(mutex_);
              ended_.wait_for(lock, token, limit, [] { return false; });
              report.require(token.stop_requested(),
                             what + " did not return in " + std::to_string(limit.count()) + " s");
          })
    {
    }

private:
    std::mutex mutex_;
    std::condition_variable_any ended_;
    std::jthread thread_;
};

/// Calls into the plugin. True: it returned; false: it threw Unavailable, which a constructor and
/// start() may. Anything else thrown, and a call that takes too long, break the rule.
template <typename Call>
bool attempt(const Report& report, const std::string& what, std::chrono::seconds limit, Call call)
{
    const Deadline deadline(report, what, limit);
    try {
        call();
        return true;
    } catch (const Unavailable&) {
        return false;
    } catch (const std::exception& fault) {
        report.fail(what + " threw: " + fault.what());
    }
}

/// The same where not even Unavailable is allowed.
template <typename Call>
void mustReturn(const Report& report,
                const std::string& what,
                std::chrono::seconds limit,
                Call call)
{
    report.require(attempt(report, what, limit, call), what + " threw Unavailable");
}

/// How many threads the process has.
std::size_t threadCount();

/// Waits until there are no more threads than `before`; false if that does not come about in 2 s.
bool threadsAreBackTo(std::size_t before);

} // namespace historian::conformance
