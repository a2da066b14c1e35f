#include "working_input.h"

namespace {

using namespace historian;

constexpr Key kKeys[] = {{.name = "address", .meaning = "where the meter is", .required = true}};

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    static constexpr PluginAbout about() { return broken::aboutOf("no_sample", kKeys); }
};

} // namespace

HISTORIAN_INPUT(Broken);
