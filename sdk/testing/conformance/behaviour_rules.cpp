#include "behaviour_rules.h"

#include "attempt.h"
#include "output_rules.h"
#include "trial_host.h"
#include "trial_sink.h"

#include <historian/http.h>

#include <array>

namespace historian::conformance {

namespace {

// s is start, x is stop; the object is destroyed at the end of each.
constexpr std::array<std::string_view, 6> kOrders{"", "x", "xx", "sx", "sxx", "sxsx"};
constexpr std::chrono::milliseconds kFirstBatchMax{300};

template <typename Instance>
void checkRoutes(Report& report, Instance* instance)
{
    report.rule("routes");
    auto* routes = dynamic_cast<Routes*>(instance);
    if (routes == nullptr) return;
    for (const Route& route : routes->routes()) {
        const std::string name = route.method + " " + route.path;
        report.require(route.method == "GET" || route.method == "POST" || route.method == "PUT" ||
                           route.method == "DELETE",
                       name + ": unknown method");
        report.require(route.path.starts_with('/'), name + ": the path does not begin with /");
        report.require(route.handler != nullptr, name + ": there is no handler");
        report.require(route.method == "GET" || route.method == "DELETE" || route.bodyBytesMax > 0,
                       name + ": a body needs a limit");
    }
}

void play(const Report& report, Input& input, TrialSink& sink, std::string_view order)
{
    for (const char step : order)
        if (step == 's') {
            if (!attempt(report, "start()", kStartMax, [&] { input.start(sink); })) return;
        } else
            mustReturn(report, "stop()", kStopMax, [&] { input.stop(); });
}

// One life of an input.
void live(const Report& report,
          const PluginEntry& entry,
          const Config& config,
          std::string_view order,
          TrialSink::Answer answer)
{
    TrialHost host;
    TrialSink sink(host, answer);
    const std::size_t before = threadCount();
    auto input = entry.makeInput(host, config);
    play(report, *input, sink, order);
    sink.close();
    report.require(threadsAreBackTo(before), "stop() left a thread behind");
    mustReturn(report, "the destructor", kStopMax, [&] { input.reset(); });
    report.require(sink.complaint().empty(), sink.complaint());
    host.requireNoSecret(report);
}

void checkReadings(Report& report, const PluginEntry& entry, const Config& config)
{
    for (const auto answer :
         {TrialSink::Answer::Stored, TrialSink::Answer::Busy, TrialSink::Answer::Failed}) {
        TrialHost host;
        TrialSink sink(host, answer);
        const auto input = entry.makeInput(host, config);
        const bool hasStarted = attempt(report, "start()", kStartMax, [&] { input->start(sink); });
        if (hasStarted) sink.waitForBatch(kFirstBatchMax);
        mustReturn(report, "stop()", kStopMax, [&] { input->stop(); });
        sink.close();
        report.require(sink.complaint().empty(), sink.complaint());
        host.requireNoSecret(report);
    }
}

// Whether an instance can be made now; ConfigError for the sample is the plugin's fault.
bool canConstruct(Report& report, const PluginEntry& entry, const Config& config)
{
    report.rule("construction");
    TrialHost host;
    std::unique_ptr<Input> input;
    std::unique_ptr<Output> output;
    const bool isMade = attempt(report, "the constructor", kStartMax, [&] {
        if (entry.kind == PluginKind::Input)
            input = entry.makeInput(host, config);
        else
            output = entry.makeOutput(host, config);
    });
    report.require(!isMade || input || output, "the factory made nothing");
    if (input) checkRoutes(report, input.get());
    if (output) checkRoutes(report, output.get());
    return isMade;
}

} // namespace

void checkBehaviour(Report& report, const PluginEntry& entry, const Config& config)
{
    if (!canConstruct(report, entry, config)) return;
    if (entry.kind == PluginKind::Output) {
        checkOutput(report, entry, config);
        return;
    }
    report.rule("lifecycle");
    for (const std::string_view order : kOrders)
        for (const auto answer : {TrialSink::Answer::Stored, TrialSink::Answer::Busy})
            live(report, entry, config, order, answer);
    report.rule("readings");
    checkReadings(report, entry, config);
}

} // namespace historian::conformance
