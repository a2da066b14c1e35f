#include "working_input.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    void stop() override { throw std::logic_error("was not started"); }

    static constexpr PluginAbout about() { return broken::aboutOf("stop_throws"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
