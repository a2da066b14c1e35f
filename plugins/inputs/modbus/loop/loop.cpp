#include "loop/loop.h"

#include <historian/error.h>

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

namespace historian::modbus {
namespace {

timespec timeLeft(SteadyTime now, SteadyTime deadline)
{
    const auto left = std::max(deadline - now, SteadyTime::duration::zero());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    return {static_cast<time_t>(seconds.count()),
            static_cast<long>(std::chrono::nanoseconds(left - seconds).count())};
}

} // namespace

Loop::Wait::~Wait()
{
    if (task_) std::erase(loop_.waits_, this);
}

void Loop::Wait::await_suspend(std::coroutine_handle<> task)
{
    loop_.waits_.push_back(this);
    task_ = task;
}

Loop::Loop(const Clock& clock) : clock_(clock), bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (bell_ < 0) throw Unavailable("no descriptor is left for an event");
}

Loop::~Loop()
{
    ::close(bell_);
}

Loop::Wait Loop::wait(int fd, short events, SteadyTime deadline)
{
    return {*this, {fd, events, 0}, deadline, false};
}

Loop::Wait Loop::sleep(SteadyTime until)
{
    return {*this, {-1, 0, 0}, until, false};
}

Loop::Wait Loop::rest(SteadyTime until)
{
    return {*this, {-1, 0, 0}, until, true};
}

void Loop::run(const std::vector<Task<>>& tasks)
{
    for (const Task<>& task : tasks) task.begin();
    while (!waits_.empty()) turn();
    for (const Task<>& task : tasks) task.take();
}

// A task that goes on may wait anew, so those that are over are taken out first.
void Loop::turn()
{
    watched_.assign({{bell_, POLLIN, 0}});
    SteadyTime next = SteadyTime::max();
    for (const Wait* wait : waits_) {
        watched_.push_back(wait->watched_);
        next = std::min(next, wait->deadline_);
    }
    const timespec left = timeLeft(now(), next);
    if (::ppoll(watched_.data(), watched_.size(), &left, nullptr) < 0) return; // a signal
    eventfd_t rung = 0;
    if (watched_[0].revents != 0) ::eventfd_read(bell_, &rung);
    const bool isNudged = isNudged_.exchange(false);
    const SteadyTime woken = now();
    std::vector<Wait*> over;
    for (std::size_t i = 0; i < waits_.size(); ++i)
        if (isOver(*waits_[i], watched_[i + 1].revents, isNudged, woken)) over.push_back(waits_[i]);
    std::erase_if(waits_, [&over](Wait* wait) { return std::ranges::count(over, wait) > 0; });
    for (Wait* wait : over) std::exchange(wait->task_, nullptr).resume();
}

bool Loop::isOver(Wait& wait, short happened, bool isNudged, SteadyTime now) const
{
    if (isInterrupted_)
        wait.woken_ = Woken::Interrupted;
    else if (happened != 0)
        wait.woken_ = Woken::Ready;
    else if (now >= wait.deadline_)
        wait.woken_ = Woken::Deadline;
    else if (isNudged && wait.takesNudges_)
        wait.woken_ = Woken::Nudged;
    else
        return false;
    return true;
}

void Loop::interrupt()
{
    isInterrupted_ = true;
    wake();
}

void Loop::resume()
{
    isInterrupted_ = false;
}

void Loop::nudge()
{
    isNudged_ = true;
    wake();
}

void Loop::wake() const
{
    ::eventfd_write(bell_, 1);
}

} // namespace historian::modbus
