#include "working_input.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    static constexpr PluginAbout about()
    {
        return {"bad_version", "one", "a version is three numbers", {}};
    }
};

} // namespace

HISTORIAN_INPUT(Broken);
