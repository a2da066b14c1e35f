#include "working_input.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {

    Broken(Host& host, const Config& config) : WorkingInput(host, config)
    {
        throw ConfigError("historian.yaml:1:1: nothing pleases this plugin");
    }

    static constexpr PluginAbout about() { return broken::aboutOf("refuses_its_sample"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
