#include "host/supervisor.h"

#include <ranges>

namespace historian::host {

Supervisor::Supervisor(const PluginShelf& shelf, RunnerLimits limits)
    : shelf_(shelf), limits_(limits)
{
}

Supervisor::~Supervisor()
{
    stop();
}

void Supervisor::add(InstancePlan plan)
{
    seats_.push_back({std::make_shared<Runner>(std::move(plan), shelf_, limits_), {}});
}

void Supervisor::start()
{
    for (Seat& seat : seats_) {
        seat.thread = std::jthread(
            [runner = seat.runner](const std::stop_token& stop) { runner->run(stop); });
        if (!seat.runner->awaitStarted()) seat.runner->checkStuck();
    }
}

void Supervisor::stop()
{
    for (Seat& seat : std::views::reverse(seats_)) {
        if (!seat.thread.joinable()) continue;
        seat.thread.request_stop();
        const bool isStuck = seat.runner->checkStuck();
        if (!isStuck && seat.runner->awaitEnded())
            seat.thread.join();
        else
            abandon(seat);
    }
}

/// The one thread in the daemon that is ever detached: it sits in a call that a plugin does not
/// return from, there is no safe way to end it, and waiting would hold up everybody's stop. It owns
/// its runner, so nothing of the instance goes away under it.
void Supervisor::abandon(Seat& seat)
{
    seat.runner->checkStuck();
    seat.thread.detach();
    hasAbandoned_ = true;
}

void Supervisor::watch()
{
    for (const Seat& seat : seats_) seat.runner->checkStuck();
}

std::optional<Error> Supervisor::run(std::string_view instance, base::Errand errand)
{
    for (const Seat& seat : seats_)
        if (seat.runner->name() == instance) return seat.runner->run(std::move(errand));
    return Error{"there is no input or output '" + std::string(instance) + "'"};
}

std::vector<base::InstanceStatus> Supervisor::statuses() const
{
    std::vector<base::InstanceStatus> all;
    for (const Seat& seat : seats_) all.push_back(seat.runner->status());
    return all;
}

} // namespace historian::host
