#pragma once

#include <historian/clock.h>

namespace historian::modbus {

/// Waits for a descriptor until a deadline, or until it is interrupted.
/// Threads: interrupt() from any thread, the rest from the one that waits.
class Waiter {
public:
    enum class Woken : std::uint8_t { Ready, Deadline, Interrupted };

    explicit Waiter(const Clock& clock);
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter();

    /// `events` as for poll(); a hang-up counts as ready. fd -1: waits for the time only.
    Woken wait(int fd, short events, SteadyTime deadline) const;

    /// Ends this and every later wait, until resume().
    void interrupt() const;
    void resume() const;

    SteadyTime now() const { return clock_.steady(); }

private:
    const Clock& clock_;
    int interrupt_;
};

} // namespace historian::modbus
