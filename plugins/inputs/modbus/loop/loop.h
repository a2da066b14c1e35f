#pragma once

#include "loop/task.h"

#include <historian/clock.h>

#include <poll.h>

#include <atomic>
#include <cassert>
#include <vector>

namespace historian::modbus {

/// Runs tasks that wait for descriptors and for times: any number of them, one thread, one poll().
/// Threads: interrupt(), resume() and nudge() from any; the rest from the one that runs it.
class Loop {
public:
    enum class Woken : std::uint8_t {
        Ready,
        Deadline,
        Nudged,
        Interrupted,
    };

    /// What a task awaits.
    class Wait {
    public:
        Wait(Loop& loop, pollfd watched, SteadyTime deadline, bool takesNudges)
            : loop_(loop), watched_(watched), deadline_(deadline), takesNudges_(takesNudges)
        {
        }

        Wait(const Wait&) = delete;
        Wait& operator=(const Wait&) = delete;
        ~Wait();

        bool await_ready() const noexcept { return loop_.isInterrupted(); }

        void await_suspend(std::coroutine_handle<> task);

        Woken await_resume() const noexcept { return woken_; }

    private:
        friend class Loop;

        Loop& loop_;
        pollfd watched_;
        SteadyTime deadline_;
        bool takesNudges_;
        Woken woken_ = Woken::Interrupted;
        std::coroutine_handle<> task_;
    };

    explicit Loop(const Clock& clock);
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop();

    /// Until the descriptor is ready (`events` as for poll(); a hang-up counts as ready), the
    /// deadline, or an interruption.
    Wait wait(int fd, short events, SteadyTime deadline);

    /// Until that time, or an interruption.
    Wait sleep(SteadyTime until);

    /// The same, but a nudge ends it too.
    Wait rest(SteadyTime until);

    /// Runs them until all have ended.
    void run(const std::vector<Task<>>& tasks);

    /// Runs one until it has ended.
    template <typename T>
    T finish(const Task<T>& task)
    {
        task.begin();
        while (!waits_.empty()) turn();
        assert(task.hasEnded());
        return task.take();
    }

    /// Ends this and every later wait, until resume().
    void interrupt();
    void resume();

    bool isInterrupted() const { return isInterrupted_; }

    /// Wakes those that rest, since somebody has something for them.
    void nudge();

    SteadyTime now() const { return clock_.steady(); }

private:
    void turn();
    bool isOver(Wait& wait, short happened, bool isNudged, SteadyTime now) const;
    void wake() const;

    const Clock& clock_;
    int bell_;
    std::atomic<bool> isInterrupted_{false};
    std::atomic<bool> isNudged_{false};
    std::vector<Wait*> waits_; ///< each lies in the frame of the task that waits
    std::vector<pollfd> watched_;
};

} // namespace historian::modbus
