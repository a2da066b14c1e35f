#pragma once

#include <chrono>
#include <string>

namespace historian::postgres {

/// Wakes whoever waits, from another thread. Threads: any.
class Interruption {
public:
    Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    ~Interruption();

    void raise();
    void clear();

    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

/// The time that one call may take, and its end by an Interruption.
/// Threads: one.
class Deadline {
public:
    Deadline(std::chrono::milliseconds in, const Interruption& interruption);

    /// Waits until the socket is ready for one of the poll() events; false if time is over or the
    /// wait was interrupted.
    bool wait(int socket, short events);

    bool isInterrupted() const { return isInterrupted_; }

    /// Why wait() gave up.
    std::string why() const;

private:
    const std::chrono::milliseconds in_;
    const std::chrono::steady_clock::time_point end_;
    const Interruption& interruption_;
    bool isInterrupted_ = false;
};

} // namespace historian::postgres
