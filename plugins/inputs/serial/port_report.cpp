#include "port_report.h"

#include "lines/plain_text.h"
#include "lines/port_holder.h"

#include <unistd.h>

namespace historian::serial {
namespace {

std::string madeOf(const LineContent& content)
{
    if (content.readings > 0) return std::to_string(content.readings) + " readings";
    if (!content.faults.empty()) return "no reading: " + content.faults[0].message;
    return "no reading, and none was expected";
}

ProbeStep openStep(const Settings& settings, bool isOpen, const std::string& why)
{
    ProbeStep step{"open at " + settings.baudText + " baud", isOpen, why};
    if (isOpen) step.found = "this daemon has it open";
    if (!isOpen && why.find("another program") != std::string::npos)
        step.found = lines::holderText(settings.device);
    return step;
}

} // namespace

void PortReport::opened()
{
    const std::lock_guard lock(mutex_);
    state_.isOpen = true;
    state_.last.reset();
}

void PortReport::closed(std::string why)
{
    const std::lock_guard lock(mutex_);
    state_.isOpen = false;
    state_.why = std::move(why);
}

void PortReport::line(std::string_view text, const LineContent& content, SteadyTime now)
{
    Line line{now, lines::excerptOf(text), madeOf(content), content.faults.empty()};
    const std::lock_guard lock(mutex_);
    state_.last = std::move(line);
}

PortReport::State PortReport::state() const
{
    const std::lock_guard lock(mutex_);
    return state_;
}

std::vector<ProbeStep> PortReport::steps(const Settings& settings, SteadyTime now) const
{
    const bool isThere = ::access(settings.device.c_str(), F_OK) == 0;
    std::vector<ProbeStep> steps{
        {"find " + settings.device, isThere, isThere ? "is there" : "is not plugged in"}};
    if (!isThere) return steps;
    const State state = this->state();
    steps.push_back(openStep(settings, state.isOpen, state.why));
    if (!state.isOpen) return steps;
    if (!state.last) {
        steps.push_back({"its last line", false, "none came since it was opened"});
        return steps;
    }
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - state.last->at);
    steps.push_back(
        {"its last line",
         state.last->isGood,
         std::to_string(age.count()) + " s ago: " + state.last->made + " of " + state.last->text});
    return steps;
}

} // namespace historian::serial
