#include "working_input.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    static constexpr PluginAbout about() { return broken::aboutOf("stays_loaded"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
