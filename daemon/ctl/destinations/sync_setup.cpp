#include "ctl/destinations/sync_setup.h"

#include "ctl/destinations/figures.h"
#include "ctl/destinations/probe_command.h"
#include "ctl/table.h"

namespace historian::ctl {

namespace {

constexpr int kNothingToProbe = 422;

using Destination = Poco::JSON::Object::Ptr;

/// What the probe came to.
struct Probed {
    std::string answer = "null"; ///< null: the output has nothing to probe
    std::string steps;
    std::string fault;
};

/// Why the daemon does not run the instance at all; empty: it does, or will.
std::string whyDisabled(ApiClient& api, const std::string& output)
{
    const auto instances = api.getObject("/api/v1/status")->getArray("instances");
    for (unsigned i = 0; i < instances->size(); ++i) {
        const auto& instance = *instances->getObject(i);
        if (textOf(instance, "name") == output && textOf(instance, "condition") == "disabled")
            return printable(textOf(instance, "why"));
    }
    return {};
}

Probed probe(ApiClient& api, const std::string& output)
{
    try {
        const std::string answer = postProbe(api, output);
        const auto object = parseObject(answer);
        return {answer, stepsText(*object), faultOf(*object)};
    } catch (const ApiError& refusal) {
        if (refusal.httpStatus() != kNothingToProbe) throw;
        const std::string why = whyDisabled(api, output);
        if (!why.empty()) return {"null", {}, why + "; then restart the daemon"};
        return {"null", std::string("- ") + printable(refusal.what()) + "\n", {}};
    }
}

std::uint64_t deliveredOf(const Destination& destination)
{
    return destination->getValue<Poco::UInt64>("delivered_readings");
}

bool isIn(const Destination& destination, const char* state)
{
    return destination->getValue<std::string>("state") == state;
}

/// A destination has caught up with its last look; meanwhile there may be more.
bool hasEverything(const Destination& destination)
{
    return isIn(destination, "caught_up") &&
           destination->getValue<Poco::UInt64>("backlog_readings") == 0;
}

std::string lineOf(const Destination& destination)
{
    const std::string why = textOf(*destination, "why");
    return textOf(*destination, "state") + ", backlog " +
           readingsOf(*destination, "backlog_readings") + (why == "-" ? "" : ": " + why);
}

/// The destination when something arrived there, or when there is no more use in waiting.
Destination await(ApiClient& api, const std::string& path, const SetupPace& pace)
{
    const Destination first = api.getObject(path);
    Destination now = first;
    std::string shown;
    for (int turn = 0; turn < pace.turnsMax; ++turn) {
        if (const std::string line = printable(lineOf(now)); line != shown) {
            pace.show("… " + line + "\n");
            shown = line;
        }
        if (isIn(now, "paused") || hasEverything(now)) return now;
        pace.wait();
        now = api.getObject(path);
        if (deliveredOf(now) > deliveredOf(first)) return now;
    }
    return now;
}

/// What the last look says, and what to do.
Outcome verdict(const Destination& last, std::uint64_t deliveredBefore, const std::string& output)
{
    const std::uint64_t arrived = deliveredOf(last) - deliveredBefore;
    if (arrived > 0) return {"✓ " + std::to_string(arrived) + " readings arrived\n"};
    if (hasEverything(last)) return {"✓ the destination has everything\n"};
    if (isIn(last, "paused"))
        return {"✗ it is paused: historianctl sync resume " + output + "\n", 1};
    return {"✗ nothing has arrived yet; see historianctl sync status " + output + "\n", 1};
}

} // namespace

Outcome setUp(ApiClient& api, const std::string& output, bool wantsJson, const SetupPace& pace)
{
    const std::string path = "/api/v1/destinations/" + encodeSegment(output);
    const std::uint64_t before = deliveredOf(api.getObject(path));
    const Probed probed = probe(api, output);
    pace.show(probed.steps);
    Destination last = api.getObject(path);
    Outcome outcome{"What to do: " + probed.fault + "\n", 1};
    if (probed.fault.empty()) {
        last = await(api, path, pace);
        outcome = verdict(last, before, printable(output));
    }
    if (!wantsJson) return outcome;
    const std::string good = outcome.exitCode == 0 ? "true" : "false";
    return {"{\"good\":" + good + ",\"probe\":" + probed.answer +
                ",\"destination\":" + jsonText(*last) + "}\n",
            outcome.exitCode};
}

} // namespace historian::ctl
