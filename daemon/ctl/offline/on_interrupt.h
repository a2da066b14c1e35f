#pragma once

#include <csignal>
#include <functional>
#include <thread>

namespace historian::ctl {

/// Takes Ctrl-C and SIGTERM while it lives: instead of ending the program, each calls `act`, on a
/// thread of its own. Made before any other thread, so that none of them is interrupted.
class OnInterrupt {
public:
    /// Throws CommandFailed if the process has no descriptor left.
    explicit OnInterrupt(std::function<void()> act);
    ~OnInterrupt();
    OnInterrupt(const OnInterrupt&) = delete;
    OnInterrupt& operator=(const OnInterrupt&) = delete;

private:
    void run() const;

    std::function<void()> act_;
    sigset_t former_{};
    int signals_ = -1;
    int end_ = -1;
    std::thread thread_;
};

} // namespace historian::ctl
