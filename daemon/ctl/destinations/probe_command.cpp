#include "ctl/destinations/probe_command.h"

#include "ctl/commands.h"
#include "ctl/table.h"

#include <Poco/JSON/Array.h>

namespace historian::ctl {

std::string postProbe(ApiClient& api, const std::string& instance)
{
    return api.post("/api/v1/instances/" + encodeSegment(instance) + "/probe", "");
}

std::string stepsText(const Poco::JSON::Object& probed)
{
    std::string text;
    const auto steps = probed.getArray("steps");
    for (unsigned i = 0; i < steps->size(); ++i) {
        const auto& step = *steps->getObject(i);
        text += (step.getValue<bool>("good") ? "✓ " : "✗ ") + printable(textOf(step, "what")) +
                ": " + printable(textOf(step, "found")) + "\n";
    }
    return text;
}

std::string faultOf(const Poco::JSON::Object& probed)
{
    const auto steps = probed.getArray("steps");
    for (unsigned i = 0; i < steps->size(); ++i) {
        const auto& step = *steps->getObject(i);
        if (!step.getValue<bool>("good")) return printable(textOf(step, "found"));
    }
    return {};
}

Outcome runProbe(const CommandLine& line)
{
    const std::string& instance = line.word(1, "the INSTANCE, as historianctl status names it");
    line.endsAfter(2);
    ApiClient api(line.url, line.tokenFile);
    const std::string answer = postProbe(api, instance);
    const auto probed = parseObject(answer);
    return {line.wantsJson ? answer + "\n" : stepsText(*probed),
            probed->getValue<bool>("good") ? 0 : 1};
}

} // namespace historian::ctl
