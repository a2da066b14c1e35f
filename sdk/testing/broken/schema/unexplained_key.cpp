#include "working_input.h"

namespace {

using namespace historian;

constexpr Key kKeys[] = {{.name = "host"}};

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    static constexpr PluginAbout about() { return broken::aboutOf("unexplained_key", kKeys); }
};

} // namespace

HISTORIAN_INPUT(Broken);
