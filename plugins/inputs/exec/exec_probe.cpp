#include "exec_probe.h"

namespace historian::exec {
namespace {

std::string ago(SteadyTime then, SteadyTime now)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - then);
    return std::to_string(seconds.count()) + " s ago";
}

ProbeStep runningStep(std::string_view program, const child::ChildState& child)
{
    ProbeStep step{"run " + std::string(program), child.pid.has_value(), {}};
    step.found = child.pid ? "is running, process " + std::to_string(*child.pid) : "is not running";
    if (child.starts > 1) step.found += ", started " + std::to_string(child.starts) + " times";
    if (!child.whyDown.empty()) step.found += "; it last " + child.whyDown;
    return step;
}

ProbeStep readyStep(const child::ChildState& child, SteadyTime now)
{
    if (!child.readySince) return {"its greeting", false, "has not said that it is ready"};
    return {"its greeting",
            true,
            child.name + " " + child.version + ", ready since " + ago(*child.readySince, now)};
}

ProbeStep lastStep(const std::optional<LastAnswer::Seen>& last, SteadyTime now)
{
    if (!last) return {"its last line", false, "there was none yet"};
    const std::string made = last->fault.empty() ? std::to_string(last->readings) + " readings"
                                                 : "no reading: " + last->fault;
    return {"its last line",
            last->fault.empty(),
            ago(last->at, now) + ": " + made + " of " + last->line};
}

} // namespace

std::vector<ProbeStep> probeSteps(std::string_view program,
                                  const child::ChildState& child,
                                  const std::optional<LastAnswer::Seen>& last,
                                  SteadyTime now)
{
    std::vector<ProbeStep> steps{runningStep(program, child)};
    if (child.pid) steps.push_back(readyStep(child, now));
    if (child.readySince || last) steps.push_back(lastStep(last, now));
    return steps;
}

} // namespace historian::exec
