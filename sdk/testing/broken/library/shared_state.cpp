#include "working_input.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    void start(Sink&) override { ++starts; }

    static inline int starts = 0;

    static constexpr PluginAbout about() { return broken::aboutOf("shared_state"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
