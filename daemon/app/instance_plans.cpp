#include "app/instance_plans.h"

#include "app/bridges/expected_readings.h"
#include "app/demo/demo_input.h"

namespace historian::app {
namespace {

std::string troubleOf(bool isRequired, const Error& error)
{
    return "its plugin cannot be loaded" +
           std::string(isRequired ? ", and nothing is purged before it has it; 'required: false' "
                                    "lets it go: "
                                  : ": ") +
           error.message;
}

/// A destination whose plugin cannot be asked whether it is required is, as long as the operator
/// says nothing: readings that are purged never come back.
base::Feed* feedOf(Parts& parts, const config::InstanceSettings& output, std::string& fault)
{
    const Result<forward::Start> start = forward::startOf(output.start);
    if (!start && fault.empty()) fault = output.place.text() + ": " + start.error().message;
    const auto library = parts.shelf.load(PluginKind::Output, output.plugin);
    const bool isRequired =
        output.isRequired.value_or(!library || (*library)->entry().about.isRequired);
    return &parts.forwarders.add({output.name,
                                  output.plugin,
                                  isRequired,
                                  start ? *start : forward::Start{},
                                  forward::windowOf(output.resolution),
                                  output.rateMax,
                                  output.bytesPerDayMax,
                                  library ? fault : troubleOf(isRequired, library.error()),
                                  library ? (*library)->entry().about.cost : DataCost{},
                                  expectedReadings(parts.plan.settings, parts.profiles, output)});
}

void feedPipeline(Parts& parts, const config::InstanceSettings& input, host::InstancePlan& plan)
{
    if (parts.plan.isDemo && input.plugin == kDemoInput)
        plan.source.builtIn = [](Host& host) { return std::make_unique<DemoInput>(host); };
    plan.sink = &parts.pipeline.makeSink(input.name, input.acceptsUnknownDevices);
    DeviceGate& gate = parts.gates.emplace_back(parts.registry, input.acceptsUnknownDevices);
    plan.host.gate = [&gate](std::string_view id) { return gate.refusal(id); };
}

} // namespace

host::HostParts
hostPartsOf(Parts& parts, const config::InstanceSettings& instance, InstanceState& state)
{
    return {std::string(config::nameOf(instance.role)),
            instance.name,
            instance.plugin,
            parts.symbols,
            parts.clock,
            parts.facts,
            state,
            {},
            [&log = parts.log](LogLevel level, std::string_view subject, std::string_view message) {
                log.write(level, subject, message);
            }};
}

host::InstanceSource storeSourceOf(Parts& parts)
{
    config::Settings& settings = parts.plan.settings;
    const host::Configure configure = configureWith(settings.store, parts.secrets);
    return {PluginKind::Output,
            settings.store.plugin,
            [&settings, configure](std::span<const Key> keys) {
                nameDirectory(settings.store, keys, settings.dataDirectory);
                return configure(keys);
            },
            {}};
}

host::InstancePlan planOf(Parts& parts, const config::InstanceSettings& instance)
{
    const bool isInput = instance.role == config::Role::Input;
    host::InstancePlan plan{{},
                            hostPartsOf(parts, instance, parts.pipeline.stateOf(instance.name)),
                            textOf(instance.problems),
                            nullptr,
                            {}};
    plan.source = {isInput ? PluginKind::Input : PluginKind::Output,
                   instance.plugin,
                   configureWith(instance, parts.secrets),
                   {}};
    plan.publish = [&table = parts.table](const std::string& name, std::vector<Route> routes) {
        table.add(name, std::move(routes));
    };
    if (isInput)
        feedPipeline(parts, instance, plan);
    else
        plan.feed = feedOf(parts, instance, plan.fault);
    return plan;
}

} // namespace historian::app
