#include "working_input.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    void start(Sink&) override { throw std::runtime_error("the port is taken"); }

    static constexpr PluginAbout about() { return broken::aboutOf("start_throws"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
