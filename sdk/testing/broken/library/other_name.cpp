#include "working_input.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    static constexpr PluginAbout about() { return broken::aboutOf("another_name"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
