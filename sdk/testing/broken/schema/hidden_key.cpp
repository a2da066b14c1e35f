#include "working_input.h"

namespace {

using namespace historian;

constexpr Key kKeys[] = {{.name = "address", .meaning = "where the meter is"}};

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    static constexpr PluginAbout about() { return broken::aboutOf("hidden_key", kKeys); }
};

} // namespace

HISTORIAN_INPUT(Broken);
