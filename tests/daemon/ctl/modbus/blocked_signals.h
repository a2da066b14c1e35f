#pragma once

#include <csignal>

namespace historian::ctl::testing {

/// Keeps Ctrl-C from the threads that a test starts after it, as a program does that takes it on a
/// thread of its own. Threads: that of the test.
class BlockedSignals {
public:
    BlockedSignals()
    {
        ::sigemptyset(&blocked_);
        ::sigaddset(&blocked_, SIGINT);
        ::pthread_sigmask(SIG_BLOCK, &blocked_, &former_);
    }

    BlockedSignals(const BlockedSignals&) = delete;
    BlockedSignals& operator=(const BlockedSignals&) = delete;

    /// A signal that nobody took does not end the test.
    ~BlockedSignals()
    {
        const timespec noTime{};
        while (::sigtimedwait(&blocked_, nullptr, &noTime) > 0) {
        }
        ::pthread_sigmask(SIG_SETMASK, &former_, nullptr);
    }

private:
    sigset_t blocked_{};
    sigset_t former_{};
};

} // namespace historian::ctl::testing
